"""From a change to a message somebody received: rules, rendering, back-off and channels."""
