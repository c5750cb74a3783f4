using OwnerConsole.EmbeddedPostgres;

namespace OwnerConsole.Commands;

/// <summary>Whose the data is. Root may type any command: it goes on as them, so that nothing is left behind that their console can't open.</summary>
internal sealed record DataOwner(string User, string Name)
{
    private const string Nameless = "UNKNOWN";

    /// <param name="data">the data directory, made or not</param>
    /// <returns>null when we are not root, or the data is root's own or will be</returns>
    public static async Task<DataOwner?> Other(string data, CancellationToken stop)
    {
        if (Posix.Me != 0)
            return null;
        // Only the console makes its secrets; the directory around them may be anybody's.
        var secrets = Path.Combine(data, "secrets");
        var place = new[] { secrets, data, Path.GetDirectoryName(data) }.FirstOrDefault(Path.Exists);
        if (place is null)
            return null;
        var told = await ProgramRun.Capture(["stat", "-c", "%u %U", place], stop);
        return told.Out.Trim().Split(' ') is [not "0" and var user, var name] && (name != Nameless || place == secrets)
            ? new(user, name == Nameless ? user : name)
            : null;
    }

    /// <summary>The same words once more in the place of this process, as them.</summary>
    /// <exception cref="InstallationException">this system does not allow it</exception>
    public async Task Become(string data, CancellationToken stop)
    {
        Console.Error.WriteLine($"As root this goes on as {Name}, whose data {data} is.");
        var group = await ProgramRun.Capture(["id", "-g", User], stop);
        var words = (await File.ReadAllTextAsync("/proc/self/cmdline", stop)).TrimEnd('\0').Split('\0');
        var refused = Posix.Replace([
            "setpriv",
            $"--reuid={User}",
            $"--regid={(group.Ok ? group.Out.Trim() : User)}",
            group.Ok ? "--init-groups" : "--clear-groups",
            Environment.ProcessPath!, // a process on Linux has one
            .. words[1..],
        ]);
        throw new InstallationException($"This can't go on as {Name} ({refused}). Type it as that user: runuser -u {Name} -- …");
    }
}
