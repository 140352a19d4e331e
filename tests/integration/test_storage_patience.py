"""A database server that vanishes is given up within a minute or two, and the pool connects anew."""

import psycopg
import pytest
from sqlalchemy import text

from storage.engine import engines, postgresql_address
from tests.contract.postgres import emptied_database

PARAMETERS = {"keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout"}


@pytest.fixture
def url() -> str:
    return emptied_database()


def test_the_store_s_connections_see_to_it_that_their_server_lives(url: str) -> None:
    opened = engines(url)
    with opened.reads.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        assert driver.info.get_parameters().keys() >= PARAMETERS
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    opened.reads.dispose()


def test_so_do_those_of_the_queue_and_of_the_planners_and_what_the_url_says_stands(url: str) -> None:
    found = postgresql_address(f"{url}&keepalives_idle=7")
    assert found is not None
    libpq, place = found
    with psycopg.connect(libpq) as connection:
        said = connection.info.get_parameters()
    assert said.keys() >= PARAMETERS
    assert said["keepalives_idle"] == "7"
    assert "tcp_user_timeout" not in place
