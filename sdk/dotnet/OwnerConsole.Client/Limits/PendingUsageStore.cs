using System.Globalization;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>Usage recorded while the console was unreachable, on disk: one file each until the console has counted it.</summary>
internal sealed class PendingUsageStore
{
    private readonly string _folder;
    private long _number;

    public PendingUsageStore(string spool)
    {
        _folder = AtomicFile.OpenFolder(Path.Combine(spool, "uses"));
        var files = Directory.GetFiles(_folder, "*.json").Order(StringComparer.Ordinal).ToList();
        _number = files.Max(file => (long?)Number(file)) ?? 0;
        Pending = [.. files.Select(Read).OfType<PendingUsage>()];
    }

    /// <summary>Usage left by previous processes, earliest first.</summary>
    public IReadOnlyList<PendingUsage> Pending { get; }

    /// <exception cref="IOException">The disk failed.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file was denied.</exception>
    public PendingUsage Add(PendingUsage use)
    {
        var file = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _number):D12}.json"));
        AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(use, ConsoleJson.Options));
        return use with { File = file };
    }

    public static void Forget(PendingUsage counted)
    {
        if (counted.File is not null)
            File.Delete(counted.File);
    }

    private static long Number(string file) =>
        long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static PendingUsage? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<PendingUsage>(File.ReadAllBytes(file), ConsoleJson.Options) is { IsWhole: true } use
                ? use with
                {
                    File = file,
                }
                : null;
        }
        catch (JsonException) // not written by this library
        {
            return null;
        }
    }
}
