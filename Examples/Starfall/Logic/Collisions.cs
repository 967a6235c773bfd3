using static Coroutines.Awaitable;

namespace Coroutines.Examples.Starfall.Logic;

/// <summary>Looks in each step of the motion who touches whom, and tells them. What that means to them is their business.</summary>
internal sealed class Collisions(World world)
{
    private const int ShotDamage = 1;
    private const int RamDamage = 3;

    internal IEnumerator<Awaitable> Watch()
    {
        while (true)
        {
            yield return NextPhase(Phases.Motion);
            foreach (Shot shot in world.Shots)
            {
                shot.IsSpent = shot.IsSpent || HitsAnEnemy(shot);
            }

            Ship ship = world.Ship;
            if (!ship.IsThere)
            {
                continue;
            }

            foreach (Shot shot in world.EnemyShots)
            {
                shot.IsSpent = shot.IsSpent || (shot.Touches(ship) && ship.TakeHit());
            }

            foreach (Enemy enemy in world.Enemies)
            {
                if (enemy.Touches(ship) && ship.TakeHit())
                {
                    enemy.Hit.Emit(RamDamage);
                }
            }
        }
    }

    // An enemy that does not hear of the hit has had one in this very step: the shot flies on.
    private bool HitsAnEnemy(Shot shot)
    {
        foreach (Enemy enemy in world.Enemies)
        {
            if (shot.Touches(enemy) && enemy.Hit.Emit(ShotDamage) > 0)
            {
                return true;
            }
        }

        return false;
    }
}
