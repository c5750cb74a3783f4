using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Commands;

/// <summary>The console is killed while an automation sends to many tenants, and the clock is changed by hours while it is down.</summary>
[Trait("When", "nightly")]
[NotPooled("KilledDeliveriesTests, KilledRunTests and KilledIntakeTests kill consoles behind the pooler, and all resume through the same lanes.")]
public sealed class KilledAutomationTests
{
    private const int Tenants = 300,
        InFlight = 4;

    private static readonly string[] s_subjects = ["Your trial ends soon", "One more day"];

    [Fact]
    public async Task A_killed_automation_sends_each_message_once_also_when_the_clock_changes()
    {
        var copy = await TestCluster.Current.Copy();
        using var machine = new InstalledConsole();
        await using var services = ConsoleHost.Services(new(copy, machine.Port, TestConsole.AnyKey));
        var database = services.GetRequiredService<Database>();
        await using var postbox = await MailServer.Start();
        var console = machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey));
        await machine.Ready(console);
        var app = await TestApplication.Connect(services, machine.Address);
        await postbox.Connect(app);
        await StartTrials(app);
        await Enable(app, copy);

        var arrived = new List<(string Id, string To, string Subject)>();
        // Hours that the clock goes forward while the console is down; negative for back.
        foreach (var (sent, hours) in new[] { (Tenants / 4, 2), (Tenants / 2, -3), (3 * Tenants / 4, 0) })
        {
            await ReadUntil(sent);
            await Restart(hours);
        }
        await ReadUntil(Tenants);
        await Restart(25); // the wait of a day ends
        await ReadUntil(Tenants + (Tenants / 3));
        await Restart(-26);
        await Restart(26);
        await ReadUntil(2 * Tenants);
        await database.Until("select count(*) = 300 and bool_and(state = 'completed') from automations.enrollments");
        await database.Until($"select count(*) = {2 * Tenants} from automations.messages where state = 'sent'"); // recorded after the server has accepted it
        await End();
        arrived.AddRange((await postbox.ReadRemaining()).Select(mail => (mail.Id, mail.To.Address, mail.Subject)));

        arrived.Count.ShouldBeInRange(2 * Tenants, (2 * Tenants) + (6 * InFlight)); // only those in flight are repeated, with the same Message-ID
        arrived.Distinct().Count().ShouldBe(2 * Tenants);
        foreach (var subject in s_subjects)
            arrived.Where(mail => mail.Subject == subject).Select(mail => mail.To).Distinct(StringComparer.Ordinal).Count().ShouldBe(Tenants, subject);

        async Task ReadUntil(int count)
        {
            while (arrived.Distinct().Count() < count)
            {
                var mail = await postbox.Next(seconds: 120); // dates are looked at every 30 seconds
                arrived.Add((mail.Id, mail.To.Address, mail.Subject));
            }
        }

        async Task End()
        {
            console.Kill();
            await console.WaitForExitAsync();
            console.Dispose();
        }

        async Task Restart(int hours)
        {
            await End();
            await MoveClock(copy, hours);
            console = machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey));
        }
    }

    private static async Task StartTrials(TestApplication app)
    {
        var end = TimeProvider.System.GetUtcNow().AddDays(3).AddHours(-8);
        var trials = Enumerable
            .Range(0, Tenants)
            .Select(number => new
            {
                id = $"ext:studio-{number}",
                name = $"Studio {number}",
                contact_email = $"studio-{number}@studio.example",
                lifecycle = "trial",
                trial_ends_at = end,
            });
        await app.Put("/api/v1/tenants", new { data = trials });
    }

    private static async Task Enable(TestApplication app, Connections copy)
    {
        var created = await app.Run(
            "automation.create",
            IdGenerator.Platform,
            new
            {
                name = "End of the trial",
                date = "trial_end",
                offset_days = -3,
                steps = new object[]
                {
                    new
                    {
                        kind = "email",
                        subject = s_subjects[0],
                        body = "Subscribe to keep your data.",
                    },
                    new { kind = "wait", wait = 1 },
                    new
                    {
                        kind = "email",
                        subject = s_subjects[1],
                        body = "Subscribe to keep your data.",
                    },
                },
            }
        );
        await app.Run("automation.enable", created.Created());
        await MoveClock(copy, hours: 12); // so that the dates are after it was enabled
    }

    /// <summary>Moves the stored times against the clock, which is the same as moving the clock, and ends the leases of the killed console.</summary>
    private static Task MoveClock(Connections copy, int hours) =>
        TestCluster.Current.Force(
            copy,
            $"""
            set app.intake = 'test';
            update automations.enrollments set due_at = due_at - interval '{hours} hours' where state = 'running';
            update automations.activations set opened_at = opened_at - interval '{hours} hours';
            update work.lanes set leased_until = now();
            """
        );
}
