namespace Coroutines.Testing;

/// <summary>
/// Something that is on its way through a link: a timer for the moment in which it arrives. If the link is blocked then, it waits until that
/// is open again.
/// </summary>
internal abstract class Transit(SimulatedLink link) : ITimed
{
    long ITimed.TimerToken { get; set; }

    internal Scheduler Scheduler => link.Network.Scheduler;

    protected SimulatedLink Link => link;

    /// <summary>Whether it waits for the link to be open again.</summary>
    protected bool IsParked { get; private set; }

    /// <summary>Whether the sender would send it again and again until it comes through a partition. A datagram is lost there.</summary>
    internal virtual bool SurvivesPartition => true;

    internal void ArriveAt(double when)
    {
        IsParked = false;
        Scheduler.Seconds.Add(when, this);
    }

    /// <summary>It has come through.</summary>
    protected abstract void Arrive();

    /// <summary>It never comes through.</summary>
    internal virtual void Lose()
    {
    }

    void IRunnable.Run()
    {
        if (link.IsPartitioned && !SurvivesPartition)
        {
            Lose();
        }
        else if (link.IsBlocked)
        {
            IsParked = true;
            link.Park(this);
        }
        else
        {
            Arrive();
        }
    }
}
