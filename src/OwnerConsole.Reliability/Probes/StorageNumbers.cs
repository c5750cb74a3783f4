using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Size of the console's database, and how much space is free on its disk.</summary>
internal sealed class StorageNumbers(DatabaseSize measured, Database database) : IHealthNumberSource
{
    /// <summary>Key of the number, of which the size is also stored as a trend.</summary>
    public const string Key = "storage";

    private const string RetentionRead = "retention.read",
        RetentionAddress = "/retention";

    public string Permission => ProbeRoutes.Read;

    public int Order => 50;

    public async Task<IReadOnlyList<HealthNumber>> Find(Caller caller, UnitOfWork work)
    {
        var size = await measured.Measure(work);
        var space = database.DiskSpaceGuard.Space;
        return
        [
            new(
                Key,
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
}
