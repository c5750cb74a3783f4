using System.Globalization;

namespace OwnerConsole.EmbeddedPostgres;

/// <summary>Whom PostgreSQL runs as: it refuses root, so root hands it to an account that owns nothing else.</summary>
internal sealed record Account(string Name, uint User, uint Group)
{
    /// <summary>The one that Debian's package brings, or one made for us.</summary>
    private static readonly string[] Own = ["postgres", "owner-console"];

    /// <returns>null when we are not root: then it runs as ourselves</returns>
    public static Account? Choose(Action<string>? say)
    {
        if (!Environment.IsPrivilegedProcess)
            return null;
        if (Own.Select(Find).FirstOrDefault(account => account is not null) is { } own)
            return own;
        var nobody =
            Find("nobody")
            ?? throw new ClusterException(
                "PostgreSQL refuses to run as root, and this machine has no account postgres, owner-console or nobody. Make one: useradd --system owner-console"
            );
        say?.Invoke("Warning: the database runs as nobody, which other programs may share. Better, before its first start: useradd --system owner-console");
        return nobody;
    }

    /// <summary>PostgreSQL makes no data for a number without a name, as a container may be given.</summary>
    /// <exception cref="ClusterException">we are such a number</exception>
    public static void DemandName()
    {
        if (Posix.HasName(Posix.Me))
            return;
        throw new ClusterException(
            $"This runs as user {Posix.Me}, which has no name, and PostgreSQL wants one. Start it as a user that has one, or give it one: "
                + $"echo 'owner-console:x:{Posix.Me}:{Posix.Me}::/:/bin/false' >> /etc/passwd"
        );
    }

    /// <summary>setpriv execs, so the process we started is the postmaster itself and signals reach it.</summary>
    public IEnumerable<string> Prefix =>
        ["setpriv", $"--reuid={Name}", $"--regid={Group.ToString(CultureInfo.InvariantCulture)}", "--clear-groups", "--no-new-privs"];

    private static Account? Find(string name) =>
        File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length > 3 && fields[0] == name)
            .Select(fields => new Account(name, uint.Parse(fields[2], CultureInfo.InvariantCulture), uint.Parse(fields[3], CultureInfo.InvariantCulture)))
            .FirstOrDefault();
}
