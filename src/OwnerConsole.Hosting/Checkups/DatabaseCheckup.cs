using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>Checks the database connection, checksums, collation and schema version.</summary>
internal sealed class DatabaseCheckup : ICheckup
{
    public string Name => "database";

    public async Task<IReadOnlyList<Finding>> Check(CheckupTarget machine, CancellationToken stop)
    {
        var server = await ServerFacts.Read(machine.Connections!.Console, stop);
        var found = new List<Finding> { Finding.Ok(Name, $"PostgreSQL {server.Version} responds.") };
        if (!machine.IsPrivate)
            found.Add(
                server.HasChecksums
                    ? Finding.Ok("checksums", "Every page has a checksum, so disk corruption is detected.")
                    : Finding.Warning(
                        "checksums",
                        "Pages have no checksums: silent disk corruption is not detected.",
                        "Stop the server and run: pg_checksums --enable"
                    )
            );
        var changed = await machine.Services!.GetRequiredService<Collations>().Changed(stop);
        found.Add(
            changed.Count == 0
                ? Finding.Ok("collation", "The collation version matches the data.")
                : Finding.Problem(
                    "collation",
                    $"The collation of the system changed since {string.Join(", ", changed)} was written, so existing text may not be found.",
                    "Rebuild the indexes: docs/guides/database.md"
                )
        );
        var toCome = (await machine.Program.CreateMigrator(machine.Connections!).Status(stop)).Count(line => line.At is null);
        found.Add(
            toCome == 0
                ? Finding.Ok("schema", "The schema matches this release.")
                : Finding.Warning("schema", $"{toCome} migrations are pending.", "The next start applies them. To apply them now: owner-console migrate")
        );
        return found;
    }
}
