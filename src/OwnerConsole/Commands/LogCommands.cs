using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Commands;

/// <summary>Verifies the audit log, and exports it for parties who trust neither this machine nor this program.</summary>
internal static class LogCommands
{
    public static Command Command()
    {
        var from = new Option<long>("--from")
        {
            Description = "First position to verify. The hashes of earlier entries are trusted.",
            DefaultValueFactory = _ => 1,
        };
        var export = new Option<string?>("--export") { Description = "Verify an export instead of the database." };
        var checkpoint = new Option<string?>("--checkpoint")
        {
            Description = "A file with independently stored checkpoints, for example from emails. The log must match them.",
        };
        var verify = new Command(
            "verify",
            "Verify the audit log. Exits with 0 if it is intact, 2 if an entry is missing, 3 if an entry was changed, 4 if a signature is invalid, 5 if the log does not match a stored checkpoint."
        )
        {
            from,
            export,
            checkpoint,
        };
        verify.SetAction(
            (words, stop) =>
                words.GetValue(export) is { } directory
                    ? VerifyExport(directory, ReadCheckpoints(words.GetValue(checkpoint)), stop)
                    : Verify(words.GetValue(from), ReadCheckpoints(words.GetValue(checkpoint)), stop)
        );
        var target = new Argument<string>("directory") { Description = "A new or empty directory." };
        var write = new Command("export", "Export the log, its checkpoint, the public key and instructions for independent verification.") { target };
        write.SetAction((words, stop) => Export(words.GetValue(target)!, stop));
        return new("log", "Verify and export the audit log.") { verify, write };
    }

    private static async Task<int> Verify(long from, IReadOnlyList<SignedCheckpoint> kept, CancellationToken stop)
    {
        await using var storage = await Installation.Read().JoinStorage(stop);
        await using var services = Services(storage);
        var (check, flaw) = await services.GetRequiredService<LogVerifier>().Verify(from, kept, stop);
        if (flaw is not null)
            return await Report(flaw, services.GetRequiredService<LogLineReader>(), stop);
        if (from <= 1)
            await services.GetRequiredService<LogAlerts>().Close(stop);
        return Whole(check);
    }

    private static async Task<int> VerifyExport(string directory, IReadOnlyList<SignedCheckpoint> kept, CancellationToken stop)
    {
        try
        {
            var (check, flaw) = await LogExport.Verify(directory, kept, stop);
            return flaw is null ? Whole(check) : Report(flaw);
        }
        catch (Exception unreadable)
            when (unreadable is IOException or UnauthorizedAccessException or FormatException or ArgumentException or CryptographicException)
        {
            throw new InstallationException($"{directory} is not a readable export: {unreadable.Message}");
        }
    }

    private static async Task<int> Export(string directory, CancellationToken stop)
    {
        try
        {
            if (Directory.CreateDirectory(directory).EnumerateFileSystemInfos().Any())
                throw new InstallationException($"{directory} is not empty. Use a new directory.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException($"{directory} is not writable: {refused.Message}");
        }
        await using var storage = await Installation.Read().JoinStorage(stop);
        await using var services = Services(storage);
        var (lines, flaw) = await services.GetRequiredService<LogExport>().Write(directory, stop);
        if (flaw is not null)
            return await Report(flaw, services.GetRequiredService<LogLineReader>(), stop);
        if (lines == 0)
            throw new InstallationException("There is nothing to export: the log has no entries yet.");
        Console.WriteLine($"Exported {Count(lines, "log entry", "log entries")} to {directory}. See the README there for verification.");
        return 0;
    }

    private static async Task<int> Report(Flaw flaw, LogLineReader lines, CancellationToken stop)
    {
        Report(flaw);
        foreach (var line in await lines.Between(flaw.Pos - 1, flaw.Pos + 1, stop))
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(line.Pos == flaw.Pos ? '>' : ' ')} {line.Pos, 9}  {line.At:yyyy-MM-dd HH:mm:ss}  {line.TenantId}  {line.Kind}  {line.Actor}  {line.Operation ?? line.Code ?? "-"}  {line.Outcome}"
                )
            );
        return (int)flaw.Fault;
    }

    private static int Report(Flaw flaw)
    {
        var place = flaw.Until > flaw.Pos && flaw.Until < long.MaxValue ? $"Positions {Count(flaw.Pos)} to {Count(flaw.Until)}" : $"Position {Count(flaw.Pos)}";
        Console.WriteLine($"{place}: {flaw.Message}");
        return (int)flaw.Fault;
    }

    private static int Whole(LogCheck check)
    {
        Console.WriteLine(
            $"The log is intact: {Count(check.Size, "entry", "entries")}, {Count(check.Checkpoints, "checkpoint", "checkpoints")}. Root {Convert.ToBase64String(check.Root)}"
        );
        if (check.LastPruned is { } last)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The text of {Count(check.Pruned, "entry", "entries")} up to {last:yyyy-MM-dd} was removed under the retention policy. Their order, hashes and remaining fields are verified; the text is not."
                )
            );
        return 0;
    }

    private static IReadOnlyList<SignedCheckpoint> ReadCheckpoints(string? path)
    {
        try
        {
            return path is null ? [] : CheckpointFileReader.Read(File.ReadAllText(path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new InstallationException($"{path} has no readable checkpoints: {unreadable.Message}");
        }
    }

    private static ServiceProvider Services(Storage storage)
    {
        var here = Installation.Read();
        return ConsoleHost.Services(new(storage.Connections, here.Port, here.ReadMasterKey()) { Checkpoints = here.Checkpoints });
    }

    private static string Count(long number, string one, string many) => $"{Count(number)} {(number == 1 ? one : many)}";

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
