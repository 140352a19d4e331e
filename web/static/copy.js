/* Buttons that copy what stands in another element. Without this script they stay hidden: select the text instead. */
(() => {
  const reveal = () => {
    for (const button of document.querySelectorAll("button[data-copies][hidden]")) {
      if (navigator.clipboard) button.hidden = false;
    }
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copies]");
    const copied = button && document.getElementById(button.dataset.copies);
    if (!copied) return;
    await navigator.clipboard.writeText(copied.textContent);
    button.textContent = button.dataset.said;
  });
  new MutationObserver(reveal).observe(document.documentElement, { childList: true, subtree: true });
  reveal();
})();
