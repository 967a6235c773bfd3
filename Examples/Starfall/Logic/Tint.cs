namespace Coroutines.Examples.Starfall.Logic;

/// <summary>How something looks, apart from its shape. Which colour that is, is the view's business.</summary>
internal enum Tint
{
    Ship,
    ShipFire,
    Drone,
    Gunner,
    Boss,
    EnemyFire,
    Flash,
    Spark,
    Words,
}
