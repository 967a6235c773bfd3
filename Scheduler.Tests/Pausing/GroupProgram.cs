using System.Text;

namespace Coroutines.Tests.Pausing;

/// <summary>A random program of tasks in groups, and of what is done to them: data, made from a seed.</summary>
internal sealed class GroupProgram
{
    // What times are multiples of.
    private const double Unit = 1.0 / 16;

    private readonly Random _random;

    internal GroupProgram(int seed)
    {
        _random = new Random(seed);
        int groups = _random.Next(1, 6);
        for (int i = 0; i < groups; i++)
        {
            // At most three deep, so that numbers stay exact.
            int parent = _random.Next(-1, i);
            Parents.Add(parent >= 0 && Depth(parent) == 3 ? -1 : parent);
        }

        int frames = _random.Next(10, 60);
        double length = 0;
        for (int i = 0; i < frames; i++)
        {
            double seconds = _random.Next(5) == 0 ? _random.Next(64) * Unit : _random.Next(8) * Unit;
            Frames.Add(seconds);
            length += seconds;
        }

        int tasks = _random.Next(3, 14);
        for (int i = 0; i < tasks; i++)
        {
            Tasks.Add(new Body(_random.Next(-1, groups), MakeWaits()));
            Between.Add(new Action(Verb.Start, i, Frame: _random.Next(3) == 0 ? _random.Next(frames) : 0));
        }

        int actions = _random.Next(60);
        for (int i = 0; i < actions; i++)
        {
            Action action = MakeAction(groups);
            if (_random.Next(2) == 0)
            {
                Between.Add(action with { Frame = _random.Next(frames) });
            }
            else
            {
                Timed.Add(action with { Time = _random.Next((int)(length / Unit) + 1) * Unit });
            }
        }
    }

    internal enum Verb
    {
        Start,
        CancelTask,
        CancelGroup,
        Pause,
        Resume,
        Scale,
    }

    /// <summary>For each group, the one around it; below 0 for none.</summary>
    internal List<int> Parents { get; } = [];

    /// <summary>The frame times.</summary>
    internal List<double> Frames { get; } = [];

    internal List<Body> Tasks { get; } = [];

    /// <summary>What is done before a frame.</summary>
    internal List<Action> Between { get; } = [];

    /// <summary>What is done at a time, by callbacks that are set before the first frame.</summary>
    internal List<Action> Timed { get; } = [];

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("parents ").AppendJoin(" ", Parents).Append("\nframes ").AppendJoin(" ", Frames).Append('\n');
        for (int i = 0; i < Tasks.Count; i++)
        {
            text.Append(i).Append(" in ").Append(Tasks[i].Group).Append(": ").AppendJoin(" ", Tasks[i].Waits).Append('\n');
        }

        return text.AppendJoin("\n", Between.OrderBy(action => action.Frame)).Append('\n')
            .AppendJoin("\n", Timed.OrderBy(action => action.Time)).ToString();
    }

    internal static string Line(int task, string what, double time, double own, long frame) =>
        FormattableString.Invariant($"{task}.{what} @{time:R} own {own:R} frame {frame}");

    private int Depth(int group) => Parents[group] < 0 ? 1 : 1 + Depth(Parents[group]);

    private List<Wait> MakeWaits()
    {
        var waits = new List<Wait>();
        int count = _random.Next(9);
        bool isUnscaledUsed = false;
        for (int i = 0; i < count; i++)
        {
            int kind = _random.Next(10);
            bool isUnscaled = kind == 0 && !isUnscaledUsed;
            isUnscaledUsed |= isUnscaled;
            waits.Add(kind switch
            {
                < 6 => new Wait(0, _random.Next(1, 20) * Unit, isUnscaled),
                < 8 => new Wait(0, 0, false),
                _ => new Wait(_random.Next(1, 6), 0, false),
            });
        }

        return waits;
    }

    private Action MakeAction(int groups) => _random.Next(20) switch
    {
        < 6 => new Action(Verb.Pause, _random.Next(groups)),
        < 13 => new Action(Verb.Resume, _random.Next(groups)),
        < 18 => new Action(Verb.Scale, _random.Next(groups), Scale: _random.Next(6) is var power and > 0 ? Math.ScaleB(1, power - 3) : 0),
        18 => new Action(Verb.CancelTask, _random.Next(Tasks.Count)),
        _ => new Action(Verb.CancelGroup, _random.Next(groups)),
    };

    /// <summary>What a task does: its group, below 0 for none, and its waits.</summary>
    internal sealed record Body(int Group, List<Wait> Waits);

    /// <summary>So many frames, or so many seconds; a bare yield if there are neither.</summary>
    internal sealed record Wait(int Frames, double Seconds, bool IsUnscaled);

    internal sealed record Action(Verb Kind, int Target, double Scale = 1, int Frame = -1, double Time = -1);
}
