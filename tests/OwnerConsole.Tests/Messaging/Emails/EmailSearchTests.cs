using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Emails;

namespace OwnerConsole.Tests.Messaging.Emails;

/// <summary>Emails can be found by recipient, tenant, template and id.</summary>
public sealed class EmailSearchTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Emails_are_found_by_every_filter_in_both_sort_orders()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("written", "Quill and Ink");
        var people = await app.Put(
            $"/api/v1/tenants/{tenant}/members",
            new
            {
                data = new[]
                {
                    new
                    {
                        id = "ext:w1",
                        name = "Nora Quirk",
                        email = "nora@ink.example",
                    },
                },
            }
        );
        var member = people.GetProperty("data")[0].GetProperty("id").GetString()!;
        var toMember = await Write(tenant, member);
        var toTenant = await Write(tenant, tenant);
        var toPlatform = await Write(IdGenerator.Platform, IdGenerator.Platform);

        (await Found("nora")).ShouldBe([toMember]);
        (await Found("ink.example")).ShouldBe([toMember]);
        (await Found("quill")).ShouldBe([toTenant, toMember]);
        (await Found("quill&sort=created_at")).ShouldBe([toMember, toTenant]);
        (await Found("quill&sort=created_at&limit=1")).ShouldBe([toMember]);
        (await Found("test email")).ShouldBe([toPlatform, toTenant, toMember]);
        (await Found("MAIL.TEST")).ShouldBe([toPlatform, toTenant, toMember]);
        (await Found("test email&state=sent")).ShouldBeEmpty();
        (await Found("test email&template=mail.test")).Count.ShouldBe(3);
        (await Found(toPlatform)).ShouldBe([toPlatform]);
        (await Found("nobody")).ShouldBeEmpty();
        var first = await app.Get("/api/v1/emails?q=quill&limit=1");
        (await app.Get($"/api/v1/emails?q=quill&limit=1&cursor={first.GetProperty("next_cursor").GetString()}"))
            .GetProperty("data")[0]
            .GetProperty("id")
            .GetString()
            .ShouldBe(toMember);
        var page = await (await app.Http.GetAsync("/emails?q=nora&sort=created_at")).Content.ReadAsStringAsync();
        page.ShouldContain($"id=\"row-{toMember}\"");
        page.ShouldNotContain($"id=\"row-{toTenant}\"");
        page.ShouldContain("href=\"/emails?q=nora&amp;sort=-created_at\"");
        (await app.Send(HttpMethod.Get, "/api/v1/emails?sort=state")).Status.ShouldBe(400);

        async Task<IReadOnlyList<string>> Found(string text) =>
            [.. (await app.Get($"/api/v1/emails?q={text}")).GetProperty("data").EnumerateArray().Select(Id)];
    }

    private async Task<string> Write(string tenant, string to)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        var id = await console.Services.GetRequiredService<EmailOutbox>().Enqueue(TestMail.Template, tenant, to, new { }, work, TimeSpan.FromHours(1));
        await work.Commit();
        return id;
    }

    private static string Id(JsonElement email) => email.GetProperty("id").GetString()!;
}
