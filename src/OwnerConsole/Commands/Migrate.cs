using System.CommandLine;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Commands;

/// <summary>Migrates the database without serving, or prints the status of all migrations.</summary>
internal static class Migrate
{
    public static Command Command()
    {
        var status = new Option<bool>("--status") { Description = "Only list applied and pending migrations." };
        var command = new Command("migrate", "Migrate the database to this release.") { status };
        command.SetAction((words, stop) => Run(words.GetValue(status), stop));
        return command;
    }

    private static async Task Run(bool onlyStatus, CancellationToken stop)
    {
        await using var storage = await Installation.Read().JoinStorage(stop);
        var migrator = Schema.Migrator(storage.Connections);
        if (onlyStatus)
            Show(await migrator.Status(stop));
        else
            Console.WriteLine(await migrator.Run(stop) is { Count: > 0 } done ? "Applied " + string.Join(", ", done) : "Nothing to apply.");
    }

    private static void Show(IReadOnlyList<(Migration Migration, DateTimeOffset? At)> status)
    {
        foreach (var (migration, at) in status)
            Console.WriteLine($"{at?.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "pending", -23}  {migration.Name}");
    }
}
