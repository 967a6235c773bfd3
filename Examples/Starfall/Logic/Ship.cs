using static Coroutines.Awaitable;

namespace Coroutines.Examples.Starfall.Logic;

/// <summary>The player's ship. Each thing that it can do is a coroutine of the group <see cref="World.Home"/>.</summary>
internal sealed class Ship : Sprite
{
    internal const double FullEnergy = 100;

    private const int Ships = 3;
    private const double Speed = 34;
    private const double ShotSpeed = 26;
    private const double FirePeriod = 0.16;
    private const double FireSeconds = 1.2;
    private const double ShieldCost = 25;
    private const double ShieldSeconds = 2.5;
    private const double FocusCost = 35;
    private const double FocusSeconds = 2.5;
    private const double SlowMotion = 0.25;
    private const double EnergyPerSecond = 4;

    private static readonly string[] _plain = ["/A\\"];
    private static readonly string[] _guarded = ["(/A\\)"];

    private readonly World _world;
    private int _course;
    private double _fireUntil;
    private bool _isShielded;
    private bool _isNew;

    internal Ship(World world)
    {
        _world = world;
        X = world.Field.Width / 2.0;
        Y = world.Field.Height - 1;
    }

    /// <summary>Told of each hit that nothing kept off.</summary>
    internal CoSignal Hit { get; } = new("ship hit");

    /// <summary>How many ships are left, this one included.</summary>
    internal int Left { get; private set; } = Ships;

    /// <summary>What shield and focus cost, from 0 to <see cref="FullEnergy"/>.</summary>
    internal double Energy { get; private set; } = FullEnergy;

    /// <summary>False between one ship and the next.</summary>
    internal bool IsThere { get; private set; }

    /// <summary>Whether it is to be seen: a new one blinks.</summary>
    internal bool IsShown { get; private set; }

    internal override string[] Shape => _isShielded ? _guarded : _plain;

    internal override Tint Tint => Tint.Ship;

    internal void Launch(Controls controls)
    {
        CoGroup home = _world.Home;
        home.CreateTask(Live(), "ship");
        home.CreateTask(Fly(), "flight");
        home.CreateTask(Recharge(), "recharge");
        home.CreateTask(controls.Whenever(Control.Left, () => _course = -1), "left");
        home.CreateTask(controls.Whenever(Control.Right, () => _course = 1), "right");
        home.CreateTask(controls.Whenever(Control.Stop, () => _course = 0), "stop");
        home.CreateTask(controls.Whenever(Control.Fire, PullTrigger), "trigger");
        home.CreateTask(controls.Whenever(Control.Shield, RaiseShield), "shield control");
        home.CreateTask(controls.Whenever(Control.Focus, SlowDownTheOthers), "focus control");
    }

    /// <summary>Something touches it. While it is new, it is touched by nothing.</summary>
    /// <returns>Whether that something had an effect, if only on the shield.</returns>
    internal bool TakeHit() => _isShielded || (!_isNew && Hit.Emit() > 0);

    internal void Refill() => Energy = FullEnergy;

    // One ship after the other.
    private IEnumerator<Awaitable> Live()
    {
        for (Left = Ships; Left > 0; Left--)
        {
            IsThere = true;
            CreateTask(BeNew(), name: "new ship");
            yield return Hit.Next();

            IsThere = false;
            _course = 0;
            _fireUntil = 0;
            _world.Explode(X, Y, size: 12);
            _world.HoldBreath();
            yield return Sleep(1.5);
        }

        _world.Lost.Emit();
    }

    private IEnumerator<Awaitable> BeNew()
    {
        _isNew = true;
        for (int i = 0; i < 10; i++)
        {
            IsShown = i % 2 == 0;
            yield return Sleep(0.2);
        }

        IsShown = true;
        _isNew = false;
    }

    // A terminal tells of keys that are pressed, and of none that is released. So a key sets the course, and the ship keeps it.
    private IEnumerator<Awaitable> Fly()
    {
        double before = Now;
        while (true)
        {
            yield return NextPhase(Phases.Motion);
            X = Math.Clamp(X + (_course * Speed * (Now - before)), 2, _world.Field.Width - 3);
            before = Now;
        }
    }

    private IEnumerator<Awaitable> Recharge()
    {
        while (true)
        {
            yield return NextFrame();
            Energy = Math.Min(Energy + (EnergyPerSecond * DeltaTime), FullEnergy);
        }
    }

    // For the same reason a press fires for a while. Another one makes the while longer, but no second gun: under one key,
    // one coroutine runs.
    private void PullTrigger()
    {
        if (IsThere)
        {
            _fireUntil = Now + FireSeconds;
            _world.Home.CreateTask("guns", Fire(), RestartPolicy.Keep);
        }
    }

    private IEnumerator<Awaitable> Fire()
    {
        Ticker every = Every(FirePeriod, CatchUp.Skip);
        while (Now < _fireUntil)
        {
            _world.FireUp(new Vector(X, Y - 1), new Vector(0, -ShotSpeed));
            yield return every;
        }
    }

    // Anew while it is up: the time begins again. The old one is lowered before the new one is raised.
    private void RaiseShield()
    {
        if (IsThere && Pay(ShieldCost))
        {
            _world.Home.CreateTask("shield", Shield(), RestartPolicy.Replace);
        }
    }

    private IEnumerator<Awaitable> Shield()
    {
        _isShielded = true;
        try
        {
            yield return Sleep(ShieldSeconds);
        }
        finally
        {
            _isShielded = false;
        }
    }

    private void SlowDownTheOthers()
    {
        if (_world.Home.FindTask("focus") is null && Pay(FocusCost))
        {
            _world.Home.CreateTask("focus", Focus(), RestartPolicy.Keep);
        }
    }

    // The foes' group has a time of its own, which enemies, their shots and the waves to come follow without knowing of it.
    private IEnumerator<Awaitable> Focus()
    {
        try
        {
            yield return Await(Tween(1, SlowMotion, 0.3, Easing.OutQuad, slowness => _world.Slowness = slowness));
            yield return Sleep(FocusSeconds);
            yield return Await(Tween(SlowMotion, 1, 0.6, Easing.InQuad, slowness => _world.Slowness = slowness));
        }
        finally
        {
            _world.Slowness = 1;
        }
    }

    private bool Pay(double cost)
    {
        if (Energy < cost)
        {
            return false;
        }

        Energy -= cost;
        return true;
    }
}
