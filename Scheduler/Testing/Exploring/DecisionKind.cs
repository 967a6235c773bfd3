namespace Coroutines.Testing;

/// <summary>What an exploration decides about a run. Everywhere, 0 is what an ordinary run does.</summary>
public enum DecisionKind
{
    /// <summary>Which of the steps of one iteration comes next: an index among them.</summary>
    Order,

    /// <summary>For how many iterations a step that is ready waits while others run.</summary>
    Hold,

    /// <summary>Where all that are ready were held back: which of them goes on.</summary>
    Release,

    /// <summary>How late a timer is, in 32nds of its delay.</summary>
    Lateness,

    /// <summary>Whether a timer goes off only together with the next one: 1, or 0.</summary>
    Together,

    /// <summary>Whether a task is cancelled where it has just suspended: 1, or 0.</summary>
    Cancel,

    /// <summary>Whether a <see cref="TestKit.FaultPoint(string)"/> fails: 1, or 0.</summary>
    Fault,

    /// <summary>Whether <see cref="TestKit.Chance"/> says yes: 1, or 0.</summary>
    Chance,

    /// <summary>What <see cref="TestKit.Choose"/> gives.</summary>
    Value,
}
