using System.Globalization;

namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>The user that PostgreSQL runs as. PostgreSQL refuses to run as root, so root starts it under an account that owns nothing else.</summary>
internal sealed record SystemAccount(string Name, uint User, uint Group)
{
    /// <summary>Accounts to use, in order: the one of Debian's package, or one created for the console.</summary>
    private static readonly string[] Own = ["postgres", "owner-console"];

    /// <returns>Null if we are not root; PostgreSQL then runs as the current user.</returns>
    public static SystemAccount? Choose(Action<string>? say)
    {
        if (!Environment.IsPrivilegedProcess)
            return null;
        if (Own.Select(Find).FirstOrDefault(account => account is not null) is { } own)
            return own;
        var nobody =
            Find("nobody")
            ?? throw new ClusterException(
                "PostgreSQL refuses to run as root, and this machine has no account postgres, owner-console or nobody. Create one: useradd --system owner-console"
            );
        say?.Invoke("Warning: the database runs as nobody, which other programs may also use. Before the first start, run: useradd --system owner-console");
        return nobody;
    }

    /// <summary>Requires a user name, because initdb fails for a user ID without a name, which containers may use.</summary>
    /// <exception cref="ClusterException">The current user ID has no name.</exception>
    public static void EnsureNamed()
    {
        if (Posix.HasName(Posix.Me))
            return;
        throw new ClusterException(
            $"User {Posix.Me} has no name, but PostgreSQL requires one. Start the console as a named user, or add a name: "
                + $"echo 'owner-console:x:{Posix.Me}:{Posix.Me}::/:/bin/false' >> /etc/passwd"
        );
    }

    /// <summary>setpriv replaces itself with the program, so the started process is the postmaster and receives signals directly.</summary>
    public IEnumerable<string> Prefix =>
        ["setpriv", $"--reuid={Name}", $"--regid={Group.ToString(CultureInfo.InvariantCulture)}", "--clear-groups", "--no-new-privs"];

    private static SystemAccount? Find(string name) =>
        File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length > 3 && fields[0] == name)
            .Select(fields => new SystemAccount(name, uint.Parse(fields[2], CultureInfo.InvariantCulture), uint.Parse(fields[3], CultureInfo.InvariantCulture)))
            .FirstOrDefault();
}
