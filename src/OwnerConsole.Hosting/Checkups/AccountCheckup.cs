using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>Reports the operating system users that run the console and its database.</summary>
internal sealed class AccountCheckup : ICheckup
{
    public string Name => "account";

    public Task<IReadOnlyList<Finding>> Check(CheckupTarget machine, CancellationToken stop) => Task.FromResult<IReadOnlyList<Finding>>([Look(machine)]);

    private Finding Look(CheckupTarget machine)
    {
        if (!machine.IsPrivate)
            return Finding.Ok(Name, $"The console runs as user {Posix.Me}; the database is external.");
        if (SystemAccount.Choose(say: null) is not { } account)
        {
            SystemAccount.EnsureNamed();
            return Finding.Ok(Name, $"The console and its database run as user {Posix.Me}.");
        }
        return account.Name == "nobody"
            ? Finding.Warning(
                Name,
                "The console runs as root, so the database runs as nobody, which other programs may also use.",
                "Before the first start: useradd --system owner-console"
            )
            : Finding.Ok(Name, $"The console runs as root; the database runs as {account.Name}, which is used for nothing else.");
    }
}
