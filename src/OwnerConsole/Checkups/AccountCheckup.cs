using OwnerConsole.EmbeddedPostgres;

namespace OwnerConsole.Checkups;

/// <summary>Whom the console runs as, and its database.</summary>
internal sealed class AccountCheckup : ICheckup
{
    public string Name => "account";

    public Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop) => Task.FromResult<IReadOnlyList<Finding>>([Look(machine)]);

    private Finding Look(Machine machine)
    {
        if (!machine.IsPrivate)
            return Finding.Ok(Name, $"This runs as user {Posix.Me}; the database runs elsewhere.");
        if (Account.Choose(say: null) is not { } account)
        {
            Account.DemandName();
            return Finding.Ok(Name, $"The console and its database run as user {Posix.Me}.");
        }
        return account.Name == "nobody"
            ? Finding.Warning(
                Name,
                "As root the database runs as nobody, which other programs may share.",
                "Before the first start: useradd --system owner-console"
            )
            : Finding.Ok(Name, $"As root the database runs as {account.Name}, which owns nothing else.");
    }
}
