using System.Globalization;

namespace OwnerConsole.EmbeddedPostgres;

/// <summary>Whom PostgreSQL runs as: it refuses root, so root hands it to an account that owns nothing else.</summary>
internal sealed record Account(string Name, uint User, uint Group)
{
    /// <returns>null when we are not root: then it runs as ourselves</returns>
    public static Account? Choose(Action<string>? say)
    {
        if (!Environment.IsPrivilegedProcess)
            return null;
        if (Find("postgres") is { } postgres)
            return postgres;
        var nobody =
            Find("nobody")
            ?? throw new ClusterException(
                "PostgreSQL refuses to run as root and this machine has neither an account postgres nor nobody. Make one: useradd --system postgres"
            );
        say?.Invoke("Warning: there is no account postgres, so the database runs as nobody, which other programs may share. Better: useradd --system postgres");
        return nobody;
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
