using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Emails;

namespace OwnerConsole.Tests.Commands;

/// <summary>The console is killed while the mail server has received an email and not yet confirmed it.</summary>
[Slow(20, "Email")]
public sealed class KilledEmailSenderTests
{
    private const int Letters = 9,
        Kills = 2;

    [Fact]
    public async Task A_killed_sender_loses_no_email_and_repeats_only_the_current_one()
    {
        var copy = await TestCluster.Current.Copy();
        using var machine = new InstalledConsole();
        await using var services = ConsoleHost.Services(new(copy, machine.Port, TestConsole.AnyKey));
        var database = services.GetRequiredService<Database>();
        await using var postbox = await MailServer.Start(0, ("SLOW", "200"));
        var console = machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey));
        await machine.Ready(console);
        var written = await Write(services, database, machine.Address, postbox);

        var arrived = new List<MailServer.ReceivedEmail>();
        for (var killed = 1; killed <= Kills; killed++)
        {
            while (arrived.DistinctBy(mail => mail.Id).Count() < killed * Letters / 3)
                arrived.Add(await postbox.Next());
            console.Kill(); // the last email is not confirmed yet
            await console.WaitForExitAsync();
            console.Dispose();
            await Force(database, "update work.lanes set leased_until = now()"); // moves the lease instead of waiting a minute
            console = machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey));
        }
        while (arrived.DistinctBy(mail => mail.Id).Count() < Letters)
            arrived.Add(await postbox.Next());
        await database.Until("select not exists (select from core.emails where state <> 'sent') and not exists (select from work.items where lane = 'mail')");
        console.Kill();
        await console.WaitForExitAsync();
        console.Dispose();
        arrived.AddRange(await postbox.ReadRemaining());

        arrived.Select(mail => mail.Id).Distinct().ShouldBe(written); // all of them, in order
        arrived.Count.ShouldBeInRange(Letters + 1, Letters + Kills); // only those in flight are repeated
        arrived.GroupBy(mail => mail.To.Address).ShouldAllBe(same => same.Select(mail => mail.Id).Distinct().Count() == 1);
    }

    /// <summary>Enqueues an email to each member of a studio.</summary>
    /// <returns>Their Message-IDs, in order.</returns>
    private static async Task<IReadOnlyList<string>> Write(IServiceProvider services, Database database, Uri address, MailServer postbox)
    {
        var app = await TestApplication.Connect(services, address);
        await postbox.Connect(app);
        var tenant = await app.Tenant("studio");
        var members = new List<string>();
        for (var number = 0; number < Letters; number++)
            members.Add(
                (await app.Put($"/api/v1/tenants/{tenant}/members/ext:m{number}", new { email = $"m{number}@studio.example" })).GetProperty("id").GetString()!
            );
        var ids = new List<string>();
        await using (var work = await database.Write(WriteOrigin.Intake("test"), [tenant]))
        {
            foreach (var member in members)
                ids.Add(await services.GetRequiredService<EmailOutbox>().Enqueue(TestMail.Template, tenant, member, new { }, work));
            await work.Commit();
        }
        return [.. ids.Select(id => $"<{id}@timebot.example>")];
    }

    private static async Task Force(Database database, string sql)
    {
        await using var work = await database.Write(WriteOrigin.Intake("test"), []);
        await work.Execute(sql);
        await work.Commit();
    }
}
