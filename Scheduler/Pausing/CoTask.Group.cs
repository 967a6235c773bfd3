namespace Coroutines;

public partial class CoTask
{
    /// <summary>The group that it belongs to, for good; null for none.</summary>
    public CoGroup? Group => (CoGroup?)Domain?.Owner;
}
