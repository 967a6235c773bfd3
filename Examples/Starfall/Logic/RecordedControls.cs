using System.Globalization;

namespace Coroutines.Examples.Starfall.Logic;

/// <summary>Controls that were pressed at certain frames.</summary>
internal sealed class RecordedControls : IControlSource
{
    private readonly Dictionary<long, Control> _controls = [];

    /// <param name="text">A line for each: the number of the frame and the control. What follows a # is a comment.</param>
    internal RecordedControls(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words is [])
            {
                continue;
            }

            if (words is not [string number, string name]
                || !long.TryParse(number, NumberStyles.None, null, out long frame)
                || !Enum.TryParse(name, out Control control)
                || !_controls.TryAdd(frame, control))
            {
                throw new FormatException($"'{line.Trim()}' is not the number of a frame, each only once, and a control.");
            }
        }
    }

    public Control? Take(long frame) => _controls.TryGetValue(frame, out Control control) ? control : null;
}
