using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// Who goes on by bare yields without end: then the loop never waits. A table of a fixed size, since those are few in a program that is right; where
/// there are more, it knows some of them.
/// </summary>
/// <remarks>A bare yield that waits for the next frame of a game is none of these.</remarks>
internal sealed class YieldTable
{
    private const int Places = 64;
    private const int Tries = 4;

    // So many iterations may pass without a yield of the task, and so much time: beyond that it has waited for something.
    private const int LongestGap = 2;
    private static readonly long _longestPause = Stopwatch.Frequency / 10;

    private readonly YieldSeries[] _series = new YieldSeries[Places];

    /// <summary>A step has ended with a bare yield.</summary>
    internal void Count(in StepEvent step, long iteration)
    {
        ref YieldSeries series = ref PlaceOf(step, iteration, out bool isFound);
        if (!isFound)
        {
            return;
        }

        bool goesOn = series.Last.TaskId == step.TaskId && iteration - series.Iteration <= LongestGap && step.Timestamp - series.Last.Timestamp <= _longestPause;
        if (!goesOn)
        {
            series.Since = step.Timestamp;
            series.Steps = 0;
        }

        series.Steps++;
        series.Iteration = iteration;
        series.Last = step;
    }

    internal YieldSeries[] ToArray() => [.. _series.Where(static series => series.Steps > 0)];

    // Its own place, or one whose series is broken off.
    private ref YieldSeries PlaceOf(in StepEvent step, long iteration, out bool isFound)
    {
        int free = -1;
        for (int i = 0; i < Tries; i++)
        {
            int place = (int)((step.TaskId + i) % Places);
            if (_series[place].Last.TaskId == step.TaskId)
            {
                isFound = true;
                return ref _series[place];
            }

            if (free < 0 && iteration - _series[place].Iteration > LongestGap)
            {
                free = place;
            }
        }

        isFound = free >= 0;
        return ref _series[Math.Max(free, 0)];
    }
}
