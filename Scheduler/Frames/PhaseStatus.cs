using System.Diagnostics;

namespace Coroutines;

/// <summary>How a phase of a game loop stands; see <see cref="Scheduler.StatusOf"/>.</summary>
/// <param name="Runs">How often it has run: in frames, or in steps where it is fixed.</param>
/// <param name="DroppedSteps">How many steps of a fixed phase were dropped, because a frame held more than it may run.</param>
/// <param name="Fraction">
/// How much of the next step of a fixed phase has passed, from 0 to below 1: what to interpolate with between the last two
/// steps when a frame is drawn. 0 for other phases.
/// </param>
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct PhaseStatus(long Runs, long DroppedSteps, double Fraction);
