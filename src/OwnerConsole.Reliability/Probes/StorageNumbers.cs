using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Size of the console's database, and how much space is free on its disk.</summary>
internal sealed class StorageNumbers(Database database, TimeProvider clock) : IHealthNumberSource
{
    private const string RetentionRead = "retention.read",
        RetentionAddress = "/retention";

    /// <summary>How long a size is shown. PostgreSQL adds up all files of the database, which is too slow for each refresh of each reader.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(1);

    private volatile Measurement? _last;

    public string Permission => ProbeRoutes.Read;

    public int Order => 50;

    public async Task<IReadOnlyList<HealthNumber>> Find(Caller caller, UnitOfWork work)
    {
        var size = await Measure(work);
        var space = database.DiskSpaceGuard.Space;
        return
        [
            new(
                "storage",
                "Storage",
                HealthNumberUnit.Bytes,
                size.Bytes,
                database.DiskSpaceGuard.State is VolumeState.Roomy ? HealthNumberState.Ok : HealthNumberState.High,
                space is null
                    ? "Size of the console's database."
                    : $"Size of the console's database. {ByteCount.Text(space.Free)} of {ByteCount.Text(space.Total)} are free on its disk.",
                caller.CanRead(RetentionRead) ? RetentionAddress : null
            )
            {
                Maximum = space?.Total,
                IsLowerBetter = true,
                LastAt = size.At,
            },
        ];
    }

    private async Task<Measurement> Measure(UnitOfWork work)
    {
        var now = clock.GetUtcNow();
        if (_last is { } last && (now - last.At).Duration() < s_lifetime)
            return last;
        var measured = new Measurement(await work.One<long>("select pg_database_size(current_database())"), now);
        _last = measured;
        return measured;
    }

    private sealed record Measurement(long Bytes, DateTimeOffset At);
}
