using System.CommandLine;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Identity;

namespace OwnerConsole.Commands;

/// <summary>Restores access from the server's command line: a one-time link for the first owner, or for a user who lost all credentials.</summary>
internal static class Auth
{
    public static Command Command()
    {
        var link = new Command("link", "Print a one-time link for the first owner.");
        link.SetAction((_, stop) => Link(stop));
        var user = new Option<string>("--user") { Description = "Email address of the user.", Required = true };
        var reset = new Command(
            "reset",
            "End all sessions of a user, remove their passkeys, authenticator and recovery codes, and print a one-time link to set up access again."
        )
        {
            user,
        };
        reset.SetAction((words, stop) => Reset(words.GetValue(user)!, stop));
        return new("auth", "Restore access from the command line.") { link, reset };
    }

    private static Task<int> Link(CancellationToken stop) =>
        Print(
            (invitations, token) => invitations.CreateFirst(token),
            "An owner already exists. Sign in, or print a link with: owner-console auth reset --user EMAIL",
            stop
        );

    private static Task<int> Reset(string email, CancellationToken stop) =>
        Print((invitations, token) => invitations.CreateRecovery(email, token), $"No user has the email address {email}.", stop);

    private static async Task<int> Print(Func<SetupLinks, CancellationToken, Task<string?>> make, string otherwise, CancellationToken stop)
    {
        var here = Installation.Read();
        await using var storage = await here.JoinStorage(stop);
        await Schema.Migrator(storage.Connections).Run(stop);
        await using var services = Services(here, storage);
        if (await make(services.GetRequiredService<SetupLinks>(), stop) is not { } path)
            throw new InstallationException(otherwise);
        Console.WriteLine($"Valid once, for 30 minutes: {here.Address}{path}");
        return 0;
    }

    private static ServiceProvider Services(Installation here, Storage storage)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(TimeProvider.System).AddSingleton(new OwnerConsole.Data.Database(storage.Connections));
        services.AddIdentities(here.ReadMasterKey());
        return services.BuildServiceProvider();
    }
}
