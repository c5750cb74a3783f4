using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Checkups;

/// <summary>The database answers, has this release's schema and finds the text that is in it.</summary>
internal sealed class DatabaseCheckup : ICheckup
{
    public string Name => "database";

    public async Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop)
    {
        var server = await ServerFacts.Read(machine.Connections!.Console, stop);
        var found = new List<Finding> { Finding.Ok(Name, $"PostgreSQL {server.Version} answers.") };
        if (!machine.IsPrivate)
            found.Add(
                server.HasChecksums
                    ? Finding.Ok("checksums", "Every page has a checksum, so a disk that lies is noticed.")
                    : Finding.Warning(
                        "checksums",
                        "Pages have no checksums: a disk that lies is not noticed.",
                        "pg_checksums --enable, with the server stopped."
                    )
            );
        var changed = await machine.Services!.GetRequiredService<Collations>().Changed(stop);
        found.Add(
            changed.Count == 0
                ? Finding.Ok("collation", "Text is sorted by the rules that it was written by.")
                : Finding.Problem(
                    "collation",
                    $"The system sorts text otherwise than when {string.Join(", ", changed)} was written: what is there may not be found.",
                    "Rebuild it: docs/runbooks/database.md, Text that is not found"
                )
        );
        var toCome = (await Schema.Migrator(machine.Connections!).Status(stop)).Count(line => line.At is null);
        found.Add(
            toCome == 0
                ? Finding.Ok("schema", "It is of this release.")
                : Finding.Warning("schema", $"{toCome} migrations are still to come.", "The next start brings them, or at once: owner-console migrate")
        );
        return found;
    }
}
