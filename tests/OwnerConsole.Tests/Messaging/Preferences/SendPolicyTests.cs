using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Preferences;
using OwnerConsole.Messaging.Preferences.Public;

namespace OwnerConsole.Tests.Messaging.Preferences;

/// <summary>The SQL functions by which other modules decide whether and when a message is sent.</summary>
public sealed class SendPolicyTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Theory]
    [InlineData("Europe/Zurich", "2026-01-15T12:00Z", "2026-01-15T12:00Z")] // by day
    [InlineData("Europe/Zurich", "2026-01-15T21:00Z", "2026-01-16T07:00Z")] // 22:00, until the next morning
    [InlineData("Europe/Zurich", "2026-01-15T06:59Z", "2026-01-15T07:00Z")] // 07:59
    [InlineData("Europe/Zurich", "2026-01-15T07:00Z", "2026-01-15T07:00Z")] // 08:00, which is no longer quiet
    [InlineData("Europe/Zurich", "2026-03-28T22:00Z", "2026-03-29T06:00Z")] // the clock is put forward in this night
    [InlineData("Europe/Zurich", "2026-10-24T20:30Z", "2026-10-25T07:00Z")] // and back in this one
    [InlineData("America/New_York", "2026-01-15T12:59Z", "2026-01-15T13:00Z")]
    [InlineData(null, "2026-01-15T13:00Z", "2026-01-15T23:00Z")] // Tokyo, the tenant's
    public async Task Messages_wait_until_quiet_hours_are_over_in_the_time_zone_of_the_member(string? zone, string at, string expected)
    {
        var app = await TestApplication.Connect(console);
        await Set(app, "preferences.quiet_hours", "on");
        var (tenant, member) = await Member(app, new { time_zone = zone });
        await app.Put($"/api/v1/tenants/{tenant}", new { time_zone = "Asia/Tokyo" });
        var args = new
        {
            tenant,
            member,
            at = DateTimeOffset.Parse(at, null),
        };

        await using var work = await console.Database.ReadTenants([tenant]);
        var earliest = await work.One<DateTimeOffset>("select preferences.earliest(@tenant, @member, @at, false)", args);
        var urgent = await work.One<DateTimeOffset>("select preferences.earliest(@tenant, @member, @at, true)", args);

        (earliest, urgent).ShouldBe((DateTimeOffset.Parse(expected, null), args.at));
    }

    [Theory]
    [InlineData("America/New_York", "2", "2026-03-08T06:30Z", "2026-03-08T07:00Z")] // 02:00 doesn't exist: the clock shows 03:00
    [InlineData("America/New_York", "01:30", "2026-11-01T05:15Z", "2026-11-01T06:30Z")] // 01:30 exists twice: the second one
    [InlineData("Asia/Kolkata", "09:30", "2026-01-15T03:00Z", "2026-01-15T04:00Z")]
    public async Task Quiet_hours_end_once_when_the_clock_changes(string zone, string until, string at, string expected)
    {
        await using var own = await TestConsole.Start();
        var app = await TestApplication.Connect(own);
        await Set(app, "preferences.quiet_hours", "on");
        await Set(app, "preferences.quiet_until", until);
        var (tenant, member) = await Member(app, new { time_zone = zone });

        await using var work = await own.Database.ReadTenants([tenant]);
        var earliest = await work.One<DateTimeOffset>(
            "select preferences.earliest(@tenant, @member, @at, false)",
            new
            {
                tenant,
                member,
                at = DateTimeOffset.Parse(at, null),
            }
        );

        earliest.ShouldBe(DateTimeOffset.Parse(expected, null));
    }

    [Fact]
    public async Task Optional_messages_are_capped_for_seven_days()
    {
        var app = await TestApplication.Connect(console);
        await Set(app, "preferences.max_messages", "2");
        var (tenant, member) = await Member(app, new { name = "Ada" });
        async Task<(bool?, bool?, bool?)> Capped()
        {
            await using var reading = await console.Database.Read();
            return
                await reading.One<Caps>(
                    """
                    select preferences.is_capped(@tenant, @member, 'news', now()) as news, preferences.is_capped(@tenant, @member, 'billing', now()) as billing,
                           preferences.is_capped(@tenant, @member, 'news', now() + interval '7 days') as later
                    """,
                    new { tenant, member }
                )
                    is { } caps
                ? (caps.News, caps.Billing, caps.Later)
                : default;
        }

        await Send(tenant, [member], MessageTopic.Billing);
        await Send(tenant, [member], MessageTopic.News);
        var first = await Capped();
        await Send(tenant, [member], MessageTopic.Usage);
        var second = await Capped();

        first.ShouldBe((false, false, false));
        second.ShouldBe((true, false, false));
    }

    [Fact]
    public async Task An_opt_out_excludes_optional_topics_and_a_suppression_excludes_all()
    {
        var app = await TestApplication.Connect(console);
        var (tenant, member) = await Member(app, new { name = "Ada", email = "ada@studio.example" });
        await app.Run("member.set_preferences", member, new { opt_outs = new[] { "news", "usage:email" } });
        var hash = await console.Services.GetRequiredService<AddressHashes>().Of(MessageChannel.Email, " ADA@studio.example", CancellationToken.None);
        async Task<string> Excluded(UnitOfWork work) =>
            string.Join(
                ' ',
                await work.List<string>(
                    """
                    select coalesce(preferences.exclusion(@tenant, @member, @hash, t.topic, t.channel), '-')
                      from unnest(array['news', 'usage', 'usage', 'system_alerts', 'billing'], array['sms', 'email', 'push', 'email', 'email']) with ordinality t(topic, channel, place)
                     order by t.place
                    """,
                    new
                    {
                        tenant,
                        member,
                        hash,
                    }
                )
            );

        await using (var named = await console.Database.ReadTenants([tenant]))
            (await Excluded(named)).ShouldBe("opted_out opted_out - - -");
        await app.Run("address.suppress", member);
        await using (var unnamed = await console.Database.ReadTenants([]))
            (await Excluded(unnamed)).ShouldBe("- - - - -", "rows of a tenant that isn't named are invisible");
        await using var all = await console.Database.Read();
        (await Excluded(all)).ShouldBe("opted_out suppressed - suppressed suppressed");
    }

    [Fact]
    public async Task The_functions_use_the_topics_and_the_settings_of_the_code()
    {
        var topics = console.Services.GetRequiredService<MessageTopics>();
        await using var work = await console.Database.Read();
        var sql = await work.One<string>("select prosrc from pg_proc where oid = 'preferences.rules'::regproc");

        (await work.List<string>("select unnest(preferences.required_topics())")).ShouldBe(
            topics.All.Where(topic => topic.IsRequired).Select(topic => topic.Key)
        );
        (await work.List<string>("select unnest(preferences.marketing_topics())")).ShouldBe(
            topics.All.Where(topic => topic.IsMarketing).Select(topic => topic.Key)
        );
        foreach (var setting in PreferenceSettings.All)
            sql!.ShouldContain(setting.Sql);
    }

    private async Task Send(string tenant, string[] members, MessageTopic topic)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        await RecipientPolicy.Count(new(topic.Key, MessageChannel.Email, IsUrgent: false), [.. members.Select(_ => tenant)], members, work);
        await work.Commit();
    }

    private static async Task Set(TestApplication app, string key, string value)
    {
        var current = (await app.Get("/api/v1/settings")).GetProperty("data").EnumerateArray().Single(setting => setting.GetProperty("key").GetString() == key);
        if (current.GetProperty("value").ToString() != value)
            await app.Run("setting.change", IdGenerator.Platform, new { key, value });
    }

    private static async Task<(string Tenant, string Id)> Member(TestApplication app, object report)
    {
        var tenant = await app.Tenant($"t{Guid.CreateVersion7():N}");
        return (tenant, (await app.Put($"/api/v1/tenants/{tenant}/members/ext:one", report)).GetProperty("id").GetString()!);
    }

    private sealed record Caps(bool News, bool Billing, bool Later);
}
