using System.Net;
using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Sdk;

namespace OwnerConsole.Tests.StudioApps;

/// <summary>Each client of a studio takes one slot of its plan, and no one else does.</summary>
[Slow(40, "StudioApp")]
public sealed class ClientPlacesTests : IAsyncLifetime
{
    private TestConsole _console = null!; // started before each test
    private LossyProxy _crossing = null!; // as above
    private TestApplication _owner = null!; // as above
    private StudioProcess _studio = null!; // as above
    private string _id = ""; // as above

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _owner = await TestApplication.Connect(_console);
        var clients = new
        {
            key = "clients",
            name = "Clients",
            kind = "gauge",
            unit = "client",
        };
        await _owner.Run("feature.declare", "tnt_platform", clients); // claimed by the application; the profile's own feature is counted from reports
        await _owner.Run("profile.choose", "tnt_platform", new { profile = "studio" });
        _crossing = await LossyProxy.To(_console.Address);
        _studio = await StudioProcess.Start(_crossing.Address, _owner);
        _id = await _studio.Open();
        await _console.Until($"select exists (select from core.tenants where external_id = '{_id}')");
        await _studio.Visitor.Get("/clients");
    }

    public async ValueTask DisposeAsync()
    {
        await _studio.DisposeAsync();
        await _crossing.DisposeAsync();
        await _console.DisposeAsync();
    }

    [Fact]
    public async Task A_client_who_is_not_created_takes_no_slot()
    {
        await Add("Rita", "rita@example.org");
        await Add("Another Rita", "rita@example.org");

        _studio.Visitor.Page.ShouldContain("This email address is already in use.");
        await Uses("1");
    }

    [Fact]
    public async Task A_slot_claimed_before_a_crash_is_freed()
    {
        await _owner.Send(HttpMethod.Put, $"/api/v1/tenants/ext:{_id}/gauges/clients/ext:lost");

        await _studio.All<string>($"insert into studio.places values ('lost', '{_id}') returning person_id"); // the state one minute after a crash

        await Uses("0");
    }

    [Fact]
    public async Task A_client_who_becomes_a_coach_frees_the_slot()
    {
        await Add("Rita");
        await Uses("1");

        await _studio.All<string>("update studio.people set role = 'coach' where name = 'Rita' returning id");
        await Uses("0");
        await _studio.All<string>("update studio.people set role = 'client' where name = 'Rita' returning id");

        await Uses("1");
    }

    [Fact]
    public async Task While_the_console_is_unavailable_no_client_is_added_and_removals_free_slots_later()
    {
        await Add("Rita");
        await Uses("1");

        _crossing.IsCut = true;
        var refused = await Add("Too early");
        var page = _studio.Visitor.Page;
        var rita = await _studio.One<string>("select id from studio.people where name = 'Rita'");
        await _studio.Visitor.Get("/clients");
        await _studio.Visitor.Post($"/people/{rita}/remove", ("role", "client"));
        _crossing.IsCut = false;

        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.ShouldContain("Too early was not added");
        (await _studio.One<bool>("select exists (select from studio.people where name in ('Too early', 'Rita'))")).ShouldBeFalse();
        await Uses("0");
        await _studio.Until("select not exists (select from studio.places)");
    }

    private async Task<HttpResponseMessage> Add(string name, string email = "")
    {
        await _studio.Visitor.Get("/clients");
        return await _studio.Visitor.Post("/people", ("role", "client"), ("name", name), ("email", email));
    }

    private Task Uses(string clients) =>
        _owner.Await($"/api/v1/tenants/ext:{_id}/entitlements", all => Clients(all).GetProperty("used").GetString() == clients);

    private static JsonElement Clients(JsonElement entitlements) =>
        entitlements.GetProperty("data").EnumerateArray().Single(element => element.GetProperty("feature").GetString() == "clients");
}
