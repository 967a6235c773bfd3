namespace Coroutines;

/// <summary>Numbers that are worth something once: what tells a second release by the same <c>using</c> from the first.</summary>
internal sealed class Permits
{
    private const int VersionShift = 32;

    // By index: the version that is out, or the next one to go out if the index is free.
    private int[] _versions = [];
    private readonly Stack<int> _free = [];
    private int _used;

    /// <summary>Issues a new one.</summary>
    internal long Issue()
    {
        if (!_free.TryPop(out int index))
        {
            index = _used++;
            if (index == _versions.Length)
            {
                Array.Resize(ref _versions, Math.Max(4, index * 2));
            }
        }

        return ((long)_versions[index] << VersionShift) | (uint)index;
    }

    /// <summary>Takes one back.</summary>
    /// <returns>False if it was taken back before.</returns>
    internal bool Redeem(long permit)
    {
        int index = (int)permit;
        if (_versions[index] != (int)(permit >> VersionShift))
        {
            return false;
        }

        _versions[index]++;
        _free.Push(index);
        return true;
    }
}
