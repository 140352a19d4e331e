"""Two workers and two planners on one PostgreSQL: each change once, each host asked by one at a time, and politely."""

from pathlib import Path

from tests.contract.postgres import new_database
from tests.e2e.country import country
from tests.e2e.fleet import PLANNER, fleet

HOSTS = 12
DELAY = 0.1
PATIENCE = 60.0


async def test_two_workers_and_two_planners_tell_every_change_once_and_stay_polite(tmp_path: Path) -> None:
    with new_database() as database:
        async with country(HOSTS, documents=3, crawl_delay=DELAY) as sites, fleet(tmp_path, database, sites) as crew:
            for command in (PLANNER, ("worker",), PLANNER, ("worker",)):
                await crew.start(*command)
            await crew.until(crew.is_idle, PATIENCE)
            await crew.expect_told_once(set())
            baseline = sites.looks
            planted = sites.plant()
            crew.make_due()
            await crew.until(lambda: len(crew.hook.taken) == len(planted) and crew.is_idle(), PATIENCE)
            await crew.until(crew.is_delivered, PATIENCE)
            assert await crew.end_all() == [0, 0, 0, 0], crew.said
            await crew.expect_told_once(planted)
            assert "Traceback" not in crew.said
            assert sites.busiest == 1
            assert sites.shortest >= 0.9 * DELAY
            assert baseline == HOSTS * 4
            assert sites.looks == baseline + HOSTS * 5
            assert crew.hook.calls == len(planted)
            assert not crew.asked("SELECT count(*) FROM policywatch_queue.procrastinate_jobs")
            assert not crew.asked("SELECT count(*) FROM policywatch_queue.procrastinate_events")
