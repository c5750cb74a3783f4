using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Messaging.Broadcasts;
using OwnerConsole.Tests.Messaging.Channels;

namespace OwnerConsole.Tests.Commands;

/// <summary>The console is killed five times while it sends a broadcast.</summary>
[Trait("When", "nightly")]
[NotPooled("KilledDeliveriesTests, KilledRunTests and KilledIntakeTests kill consoles behind the pooler, and all resume through the same lanes.")]
public sealed class KilledBroadcastTests
{
    private const int Tenants = 100,
        MembersPerTenant = 100,
        Members = Tenants * MembersPerTenant,
        Kills = 5,
        InFlight = 4;

    [Fact]
    public async Task A_killed_broadcast_reaches_each_recipient_once_on_each_channel()
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
        await Fill(copy, Tenants, MembersPerTenant);
        var created = await app.Run("broadcast.create", IdGenerator.Platform, new { subject = "News", body = "**Reports** are ready." });
        var broadcast = created.Created();
        await StartSending(database, broadcast);

        var arrived = new List<(string Id, string To)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var killed = 1; killed <= Kills; killed++)
        {
            await ReadUntil(killed * Members / (Kills + 1));
            await Kill(console);
            await FreeLanes(database);
            console = machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey));
        }
        await ReadUntil(Members);
        await database.Until($"select ended_at is not null from broadcasts.sends where broadcast_id = '{broadcast}'");
        await Kill(console);
        arrived.AddRange((await postbox.ReadRemaining()).Select(mail => (mail.Id, mail.To.Address)));

        arrived.Count.ShouldBeInRange(Members, Members + Kills * InFlight); // only those in flight are repeated, with the same Message-ID
        arrived.Distinct().Count().ShouldBe(Members);
        arrived.Select(mail => mail.To).Distinct(StringComparer.Ordinal).Count().ShouldBe(Members);
        await using var reading = await database.Read();
        var states = await reading.List<CountRow>(
            "select channel, state, count(*) as members from broadcasts.recipients where broadcast_id = @broadcast group by 1, 2 order by 1, 2",
            new { broadcast }
        );
        states.ShouldBe([new("email", "sent", Members), new("in_app", "sent", Members)]);
        (await reading.One<long>("select count(distinct (message_id, member_id)) from notifications.notifications")).ShouldBe(Members);
        (await reading.One<long>("select count(*) from notifications.notifications")).ShouldBe(Members);

        async Task ReadUntil(int count)
        {
            while (seen.Count < count)
            {
                var mail = await postbox.Next();
                arrived.Add((mail.Id, mail.To.Address));
                seen.Add(mail.Id);
            }
        }
    }

    /// <summary>A push service can't be asked whether it has a message, so a repeated one has the same id and topic, by which the push service and the browser replace the first.</summary>
    [Fact]
    public async Task A_killed_broadcast_by_web_push_reaches_each_browser_and_repeats_only_what_was_not_confirmed()
    {
        const int tenants = 4,
            membersPerTenant = 100,
            members = tenants * membersPerTenant,
            perMember = 2;
        var copy = await TestCluster.Current.Copy();
        using var machine = new InstalledConsole();
        await using var services = ConsoleHost.Services(new(copy, machine.Port, TestConsole.AnyKey));
        var database = services.GetRequiredService<Database>();
        await using var push = await PushReceiver.Start(delay: TimeSpan.FromMilliseconds(100));
        Process Begin() =>
            machine.Start("serve", [.. InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey), ("OWNER_CONSOLE_PRIVATE_RECEIVERS", "allow")]);
        var console = Begin();
        await machine.Ready(console);
        var app = await TestApplication.Connect(services, machine.Address);
        await Fill(copy, tenants, membersPerTenant);
        var added = await app.Run(
            "channel.add",
            IdGenerator.Platform,
            new
            {
                kind = "web_push",
                name = "Browsers",
                contact = "ops@example.com",
                max_per_minute = 6_000,
            }
        );
        var channel = added.Created();
        await using (var reading = await database.Read())
            foreach (var (place, member) in (await reading.List<string>("select member_id from core.members where external_id <> 'm1'")).Index())
            foreach (var browser in Enumerable.Range(0, place % 10 == 0 ? perMember : 1))
            {
                var subscription = JsonSerializer.Serialize(push.AddBrowser($"{member}-{browser}").Json); // as the browser writes it
                (await app.Send(HttpMethod.Put, $"/api/v1/members/{member}/push-subscriptions", subscription)).Status.ShouldBe(200);
            }
        var created = await app.Run(
            "broadcast.create",
            IdGenerator.Platform,
            new
            {
                subject = "News",
                body = "Ready.",
                channels = new[] { channel },
            }
        );
        var broadcast = created.Created();
        await StartSending(database, broadcast);

        for (var killed = 1; killed <= Kills; killed++)
        {
            await Poll.Until(() => push.Requests.Count >= killed * members / (Kills + 1), seconds: 120);
            await Kill(console); // the push service has not answered the last requests
            await FreeLanes(database);
            console = Begin();
        }
        await machine.Ready(console);
        await database.Until($"select ended_at is not null from broadcasts.sends where broadcast_id = '{broadcast}'");
        await Kill(console);

        push.Contradictions.ShouldBeEmpty();
        const int subscribed = members - tenants;
        var browsers = push.Requests.ToLookup(request => request.Browser, StringComparer.Ordinal);
        browsers.Count.ShouldBe(subscribed + subscribed / 10 + 1); // none is lost
        browsers.ShouldAllBe(same => same.Select(request => $"{request.Headers["Topic"]} {request.Json}").Distinct().Count() == 1);
        push.Requests.Count.ShouldBeInRange(browsers.Count + 1, browsers.Count + Kills * InFlight * perMember);
        push.Requests.Select(request => (request.Headers["Topic"], request.Browser.Split('-')[0])).Distinct().Count().ShouldBe(subscribed);
        await using var after = await database.Read();
        var states = await after.List<CountRow>(
            "select channel, state, count(*) as members from broadcasts.recipients where broadcast_id = @broadcast group by 1, 2 order by 1, 2",
            new { broadcast }
        );
        states.ShouldBe([new(channel, "excluded", tenants), new(channel, "sent", subscribed)]);
        (await after.One<long>("select count(*) from channels.messages where state = 'sent'")).ShouldBe(subscribed);
    }

    private static async Task Kill(Process console)
    {
        console.Kill();
        await console.WaitForExitAsync();
        console.Dispose();
    }

    /// <summary>Moves the leases of the killed console instead of waiting a minute.</summary>
    private static async Task FreeLanes(Database database)
    {
        await using var work = await database.Write(WriteOrigin.Intake("test"), []);
        await work.Execute("update work.lanes set leased_until = now()");
        await work.Commit();
    }

    /// <summary>Starts without the operation, which needs a second person for so many recipients.</summary>
    private static async Task StartSending(Database database, string broadcast)
    {
        await using var work = await database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute(
            """
            insert into broadcasts.sends (tenant_id, broadcast_id, opened_by, opened_at, send_at, in_local_time)
            values ('tnt_platform', @broadcast, 'run_test', now(), now(), false)
            """,
            new { broadcast }
        );
        await work.Enqueue(BroadcastSender.LaneOf(broadcast), BroadcastSender.Kind, new { broadcast });
        work.WakeWorkers();
        await work.Commit();
    }

    /// <summary>Adds the members by plain SQL, because only their number matters.</summary>
    private static async Task Fill(Connections copy, int tenants, int membersPerTenant)
    {
        await using var super = await TestCluster.Current.OpenAsSuper(copy);
        await using var command = new NpgsqlCommand(
            $"""
            set app.intake = 'test';
            insert into core.tenants (tenant_id, mode, external_id, name, opened_at, reported_at)
            select 'tnt_' || lpad(n::text, 26, '0'), 'live', 'ext-' || n, 'Studio ' || n, now(), now() from generate_series(1, {tenants}) n;
            insert into core.tenant_status (tenant_id, mode, lifecycle) select tenant_id, mode, 'active' from core.tenants on conflict do nothing;
            insert into core.members (tenant_id, member_id, external_id, name, email, role, support_number, joined_at)
            select t.tenant_id, 'mbr_' || substr(t.tenant_id, 5) || n, 'm' || n, 'Member ' || n, 'm' || n || '@' || substr(t.tenant_id, 25) || '.example', 'client',
                   '#U' || substr(t.tenant_id, 20) || n, now()
              from core.tenants t cross join generate_series(1, {membersPerTenant}) n;
            """,
            super
        );
        await command.ExecuteNonQueryAsync();
    }

    private sealed record CountRow(string Channel, string State, long Members);
}
