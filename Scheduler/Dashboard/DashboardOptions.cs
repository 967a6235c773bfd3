using System.Diagnostics;

namespace Coroutines;

/// <summary>How a <see cref="Dashboard"/> is set up.</summary>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class DashboardOptions
{
    private const int ShortestToken = 8;

    /// <summary>The name or the address to listen at: <c>127.0.0.1</c> by default, which only this machine reaches.</summary>
    /// <remarks>
    /// Elsewhere, everybody who knows the token may look, and it goes over the network as everybody can read it. On an address of this machine alone the
    /// page is also refused to other sites that a browser shows, whatever name they have given themselves.
    /// </remarks>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public string Host
    {
        get;
        init
        {
            const string Advice = "A host is needed to listen at; 127.0.0.1 is this machine alone.";
            ThrowHelper.IfNull(value, nameof(value), Advice);
            field = value.Length > 0 ? value : throw new ArgumentException(Advice, nameof(value));
        }
    } = "127.0.0.1";

    /// <summary>What the address has to say for the page to be shown; null (the default) for 128 random bits.</summary>
    /// <exception cref="ArgumentException">It has fewer than 8 characters, or others than letters, digits, <c>-</c> and <c>_</c>.</exception>
    public string? Token
    {
        get;
        init => field = value is null || (value.Length >= ShortestToken && value.All(static letter => letter < 128 && (char.IsLetterOrDigit(letter) || letter is '-' or '_')))
            ? value
            : throw new ArgumentException($"A token has {ShortestToken} characters or more, of letters, digits, '-' and '_'.", nameof(value));
    }

    /// <summary>How long a frame of a game loop may take, in seconds of real time: the line in the picture of the frame times. A sixtieth by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public Duration FrameBudget { get; init => field = Positive(value, nameof(value)); } = 1.0 / 60;

    /// <summary>From how long on a step is warned of, in seconds of real time; 0.1 by default, as debug mode's slow steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public Duration StepWarning { get; init => field = Positive(value, nameof(value)); } = 0.1;

    /// <summary>From how long on a wait for a lock, a queue, a future and the like is warned of, in seconds of real time; 30 by default. Infinity for never.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public Duration WaitWarning { get; init => field = Positive(value, nameof(value)); } = 30;

    private string DebuggerDisplay => $"at {Host}, frames of at most {FrameBudget}, steps of {StepWarning}, waits of {WaitWarning}";

    private static Duration Positive(Duration value, string name) =>
        value.Seconds > 0 ? value : throw new ArgumentOutOfRangeException(name, value, "It takes more than 0 seconds.");
}
