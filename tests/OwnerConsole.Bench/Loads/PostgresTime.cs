using System.Globalization;

namespace OwnerConsole.Bench.Loads;

/// <summary>Processor time of all processes of a PostgreSQL server on this machine, from /proc.</summary>
internal static class PostgresTime
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on all processors that .NET supports

    // Positions after the state of the process.
    private const int Parent = 0,
        User = 10,
        Kernel = 11,
        ChildrenUser = 12,
        ChildrenKernel = 13,
        Fields = 14;

    /// <param name="backend">id of the process of an open connection</param>
    /// <returns>Processor time since the server was started. Processes that have ended are included.</returns>
    public static TimeSpan Read(int backend)
    {
        var server = Find(backend) is { } own ? own[Parent] : throw new InvalidOperationException("The connection to PostgreSQL has ended.");
        var ticks = 0L;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Find(id) is { } process)
                ticks +=
                    id == server ? process[User] + process[Kernel] + process[ChildrenUser] + process[ChildrenKernel]
                    : process[Parent] == server ? process[User] + process[Kernel]
                    : 0;
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <returns>Null for a process that has ended.</returns>
    private static long[]? Find(int id)
    {
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            // The name of the program is in parentheses and can contain spaces; the state follows.
            var words = text[(text.LastIndexOf(')') + 2)..].Split(' ')[1..(Fields + 1)];
            return Array.ConvertAll(words, word => long.Parse(word, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
