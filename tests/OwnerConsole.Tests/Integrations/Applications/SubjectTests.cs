using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Kernel.Log;

namespace OwnerConsole.Tests.Integrations.Applications;

/// <summary>Custom subjects: the application declares a type, reports subjects, and executes its own operations on them.</summary>
[Slow(10, "Applications")]
public sealed class SubjectTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test

    private TestApplication _app = null!; // connected before each test

    public async ValueTask InitializeAsync()
    {
        _app = await TestApplication.Connect(_console = await TestConsole.Start());
        await _app.DeclareBookings();
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task The_application_cancels_a_reported_booking_and_restores_it_on_undo()
    {
        var tenant = await _app.Tenant("studio-1", "Acorn Studio");
        var booking = await _app.Booking(tenant, "b-81", "Pottery on Friday");

        var preview = await _app.Preview("booking.cancel", [booking]);
        var run = await _app.Post("/api/v1/runs", new { preview = Id(preview) });
        var task = await _app.ClaimOf(tenant);
        await _app.Say(task, "complete", new { });
        await _app.ReportBookings(tenant, new { id = "ext:b-81", ended = true });
        var undo = await _app.Post($"/api/v1/runs/{Id(run)}/undo", new { });
        var back = await _app.ClaimOf(tenant);
        await _app.Say(back, "complete", new { });

        preview.GetProperty("subjects")[0].GetProperty("text").GetString().ShouldBe("The application runs Cancel booking for Pottery on Friday.");
        task.GetProperty("subject").GetRawText().ShouldBe($$"""{"type":"booking","id":"{{booking}}","external_id":"b-81"}""");
        (back.GetProperty("action").GetString(), back.GetProperty("subject").GetProperty("external_id").GetString()).ShouldBe(("undo", "b-81"));
        State(await _app.Get($"/api/v1/runs/{Id(run)}")).ShouldBe("undone");
        State(await _app.Get($"/api/v1/runs/{Id(undo)}")).ShouldBe("done");
        await LogForgery.Placed(_console);
        var told = (await _app.Get($"/api/v1/tenants/{tenant}/timeline"))
            .GetProperty("data")
            .EnumerateArray()
            .Select(line => line.GetProperty("text").GetString());
        told.ShouldContain("The application completed Cancel booking for Pottery on Friday.");
        await using var reading = await _console.Database.Read();
        (await reading.List<string>("select l::text from core.log l")).ShouldAllBe(says => !says.Contains("Pottery", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_run_can_include_subjects_of_several_tenants()
    {
        string[] tenants = [await _app.Tenant("many-1"), await _app.Tenant("many-2")];
        string[] bookings =
        [
            await _app.Booking(tenants[0], "b-1", "One"),
            await _app.Booking(tenants[1], "b-1", "Other"),
            await _app.Booking(tenants[1], "b-2", "Third"),
        ];

        var run = await _app.Post("/api/v1/runs", new { preview = Id(await _app.Preview("booking.cancel", bookings)), reason = "The potter is ill." });
        foreach (var task in await _app.Claim(10))
            await _app.Say(task, "complete", new { });

        var ended = await _app.Get($"/api/v1/runs/{Id(run)}");
        (State(ended), ended.GetProperty("done").GetInt32()).ShouldBe(("done", 3));
    }

    [Fact]
    public async Task An_ended_subject_is_refused_until_it_is_reported_as_active()
    {
        var tenant = await _app.Tenant("ended-1");
        var booking = await _app.Booking(tenant, "b-1", "Pottery");
        await _app.ReportBookings(tenant, new { id = "ext:b-1", ended = true });

        var refused = await _app.Preview("booking.cancel", [booking]);
        await _app.ReportBookings(tenant, new { id = "ext:b-1", ended = false });

        refused.GetProperty("subjects")[0].GetProperty("refusal").GetString().ShouldBe("ended");
        (await _app.Preview("booking.cancel", [booking])).GetProperty("accepted").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_repeated_or_partial_report_keeps_the_stored_fields()
    {
        var tenant = await _app.Tenant("same-1");
        var first = await _app.Booking(tenant, "b-1", "Pottery");

        var again = await _app.Booking(tenant, "b-1", "Pottery");
        await _app.ReportBookings(tenant, new { id = "ext:b-1" }, new { id = "ext:b-2" });

        again.ShouldBe(first);
        var listed = await _app.Get($"/api/v1/tenants/{tenant}/subjects/booking?limit=1");
        listed.GetProperty("data")[0].GetProperty("external_id").GetString().ShouldBe("b-2");
        listed.GetProperty("total").GetString().ShouldBe("2");
        var rest = await _app.Get($"/api/v1/tenants/{tenant}/subjects/booking?limit=1&cursor={listed.GetProperty("next_cursor").GetString()}");
        (rest.GetProperty("data")[0].GetProperty("id").GetString(), rest.GetProperty("data")[0].GetProperty("title").GetString()).ShouldBe((first, "Pottery"));
        (await _app.Get($"/api/v1/tenants/{tenant}/subjects/booking?q=potte")).GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Anonymising_a_tenant_removes_titles_and_ignores_later_ones()
    {
        await _app.DeclareBookings(ConsoleTasks.Anonymise);
        var tenant = await _app.Tenant("gone-1");
        var booking = await _app.Booking(tenant, "b-1", "Lesson of Ada Zorgmann");
        await Anonymise(tenant);
        await _app.Say(await _app.ClaimOf(tenant), "complete", new { });

        await _app.ReportBookings(tenant, new { id = "ext:b-1", title = "Lesson of Ada Zorgmann" });

        var preview = await _app.Preview("booking.cancel", [booking]);
        preview.GetProperty("subjects")[0].GetProperty("refusal").GetString().ShouldBe("anonymised");
        var left = (await _app.Get($"/api/v1/tenants/{tenant}/subjects/booking")).GetProperty("data")[0];
        (left.GetProperty("id").GetString(), left.GetProperty("title").ValueKind).ShouldBe((booking, JsonValueKind.Null));
    }

    [Fact]
    public async Task A_key_of_another_tenant_finds_no_subjects()
    {
        var tenant = await _app.Tenant("theirs-1");
        var booking = await _app.Booking(tenant, "b-1", "Pottery");
        var stranger = await TestApplication.Connect(_console, onlyTenant: await _app.Tenant("mine-1"), scopes: "*");

        var (previewed, _) = await stranger.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            Json.Text(new { operation = "booking.cancel", subjects = new[] { booking } })
        );
        var (listed, _) = await stranger.Send(HttpMethod.Get, $"/api/v1/tenants/{tenant}/subjects/booking", null);

        (previewed, listed).ShouldBe((404, 404));
    }

    [Theory]
    [InlineData("lesson", """{"data":[{"id":"ext:b-1"}]}""", 404)]
    [InlineData("booking", """{"data":[{"id":"b-1"}]}""", 400)]
    [InlineData("booking", """{"data":[{"id":"ext:b-1","title":"  "}]}""", 400)]
    [InlineData("booking", """{"data":[{"id":"ext:b-1","ended":"yes"}]}""", 400)]
    [InlineData("booking", """{"data":[{"id":"ext:b-1","price":1}]}""", 400)]
    [InlineData("booking", """{"data":[{"id":"ext:b-1"},{"id":"ext:b-1"}]}""", 400)]
    [InlineData("booking", """{"data":[]}""", 400)]
    public async Task An_invalid_report_is_refused(string type, string body, int status)
    {
        var tenant = await _app.Tenant("bad-1");

        var (answered, _) = await _app.Send(HttpMethod.Put, $"/api/v1/tenants/{tenant}/subjects/{type}", body);

        answered.ShouldBe(status);
        (await _app.Get($"/api/v1/tenants/{tenant}/subjects/booking")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_report_of_501_subjects_is_refused()
    {
        var tenant = await _app.Tenant("many-3");
        var data = Enumerable.Range(0, 501).Select(number => new { id = $"ext:{number}" });

        var (status, _) = await _app.Send(HttpMethod.Put, $"/api/v1/tenants/{tenant}/subjects/booking", Json.Text(new { data }));

        status.ShouldBe(400);
    }

    /// <summary>Anonymises a tenant as a person who has just confirmed their identity.</summary>
    private async Task Anonymise(string tenant)
    {
        var preview = await _console
            .Services.GetRequiredService<Previews>()
            .Create(Caller.System, ConsoleTasks.Anonymise, TargetSelection.Of([tenant]), Json.Element(new { }), CancellationToken.None);
        await _console
            .Services.GetRequiredService<Runner>()
            .Start(
                Caller.System,
                new(preview.PreviewId, Proof: new(ProofKind.PasswordAndCode), Confirmation: preview.Confirmation),
                key: null,
                CancellationToken.None
            );
    }

    private static string Id(JsonElement made) => made.GetProperty("id").GetString()!;

    private static string State(JsonElement made) => made.GetProperty("state").GetString()!;
}
