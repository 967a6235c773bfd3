namespace Coroutines.Examples.Rooms;

/// <summary>Which silos there are and who of them is alive, in a file: no silo is needed for it, and none is the first.</summary>
internal sealed class FileMembership(string folder) : IMembershipTable
{
    private readonly SharedFile<Table> _file = new(Path.Combine(folder, "silos.json"));

    public Task InitializeMembershipTable(bool tryInitTableVersion) => Task.CompletedTask;

    public Task DeleteMembershipTableEntries(string clusterId) => Change(static table => table.Rows.Clear());

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => Change(table => table.Rows.RemoveAll(
        row => row.Entry.Status == SiloStatus.Dead && row.Entry.IAmAliveTime < beforeDate.UtcDateTime));

    public Task<MembershipTableData> ReadRow(SiloAddress key) => Task.FromResult(Read(row => row.Entry.SiloAddress.Equals(key)));

    public Task<MembershipTableData> ReadAll() => Task.FromResult(Read(static _ => true));

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => Task.FromResult(_file.Update(table =>
    {
        table.Rows.Add(new Row(entry, 0));
        return table.TryAdvance(tableVersion) && table.Rows.Count(row => row.Entry.SiloAddress.Equals(entry.SiloAddress)) == 1;
    }));

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => Task.FromResult(_file.Update(table =>
    {
        int place = table.IndexOf(entry);
        if (place < 0 || !table.TryAdvance(tableVersion) || $"{table.Rows[place].Version}" != etag)
        {
            return false;
        }

        table.Rows[place] = new Row(entry, table.Rows[place].Version + 1);
        return true;
    }));

    public Task UpdateIAmAlive(MembershipEntry entry) => Change(table =>
    {
        if (table.IndexOf(entry) is >= 0 and var place)
        {
            table.Rows[place].Entry.IAmAliveTime = entry.IAmAliveTime;
        }
    });

    private MembershipTableData Read(Func<Row, bool> isWanted)
    {
        Table table = _file.Read();
        return new MembershipTableData(
            [.. table.Rows.Where(isWanted).Select(static row => Tuple.Create(row.Entry, $"{row.Version}"))], new TableVersion(table.Version, $"{table.Version}"));
    }

    private Task Change(Action<Table> change)
    {
        _file.Update(table =>
        {
            change(table);
            return true;
        });
        return Task.CompletedTask;
    }

    internal sealed class Table
    {
        public int Version { get; set; }

        public List<Row> Rows { get; set; } = [];

        /// <summary>Goes on to the next version, if that follows the present one.</summary>
        internal bool TryAdvance(TableVersion next)
        {
            bool isCurrent = next.VersionEtag == $"{Version}";
            Version = next.Version;
            return isCurrent;
        }

        internal int IndexOf(MembershipEntry entry) => Rows.FindIndex(row => row.Entry.SiloAddress.Equals(entry.SiloAddress));
    }

    internal sealed record Row(MembershipEntry Entry, int Version);
}
