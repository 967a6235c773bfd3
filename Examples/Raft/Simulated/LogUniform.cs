namespace Coroutines.Examples.Raft.Simulated;

/// <summary>Random numbers of all magnitudes: from 0.1 to 1 is as probable as from 1 to 10.</summary>
internal static class LogUniform
{
    internal static double NextLogUniform(this Random random, double least, double most) => least * Math.Pow(most / least, random.NextDouble());
}
