using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Commands;

/// <summary>The owner of the data. Commands that root starts continue as this user, so that they leave no files that the console can't open.</summary>
internal sealed record DataOwner(string User, string Name)
{
    private const string Nameless = "UNKNOWN";

    /// <param name="data">Data directory; it need not exist.</param>
    /// <returns>Null if we are not root, or if the data belongs to root or will belong to root.</returns>
    public static async Task<DataOwner?> FindOther(string data, CancellationToken stop)
    {
        if (Posix.Me != 0)
            return null;
        // Only the console creates the secrets directory; the directory around it may belong to anyone.
        var secrets = Path.Combine(data, "secrets");
        var place = new[] { secrets, data, Path.GetDirectoryName(data) }.FirstOrDefault(Path.Exists);
        if (place is null)
            return null;
        var told = await ProgramRun.Capture(["stat", "-c", "%u %U", place], stop);
        return told.Out.Trim().Split(' ') is [not "0" and var user, var name] && (name != Nameless || place == secrets)
            ? new(user, name == Nameless ? user : name)
            : null;
    }

    /// <summary>Replaces this process with the same command, run as the owner of the data.</summary>
    /// <exception cref="InstallationException">The system does not allow it.</exception>
    public async Task SwitchTo(string data, CancellationToken stop)
    {
        Console.Error.WriteLine($"Running as root: continuing as {Name}, the owner of {data}.");
        var group = await ProgramRun.Capture(["id", "-g", User], stop);
        var words = (await File.ReadAllTextAsync("/proc/self/cmdline", stop)).TrimEnd('\0').Split('\0');
        var refused = Posix.Replace([
            "setpriv",
            $"--reuid={User}",
            $"--regid={(group.Ok ? group.Out.Trim() : User)}",
            group.Ok ? "--init-groups" : "--clear-groups",
            Environment.ProcessPath!, // a process on Linux always has a path
            .. words[1..],
        ]);
        throw new InstallationException($"Can't continue as {Name} ({refused}). Run the command as that user: runuser -u {Name} -- …");
    }
}
