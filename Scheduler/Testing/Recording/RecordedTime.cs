namespace Coroutines.Testing;

/// <summary>Writes down what the clock shows.</summary>
internal sealed class RecordedTime(Recorder recorder, double frequency, Func<long> time) : ITimeSource
{
    public double Frequency => frequency;

    public long GetTimestamp()
    {
        long timestamp = time();
        recorder.AddTime(timestamp);
        return timestamp;
    }
}
