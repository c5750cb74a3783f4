using System.Net;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tenants.CommandCenter;

namespace OwnerConsole.Tests.Gates;

/// <summary>Parts of a page that need another permission than the page itself are left out for people without it.</summary>
public sealed class PagePermissionTests(PagePermissionTests.FilledConsole console) : IClassFixture<PagePermissionTests.FilledConsole>
{
    private const string LogEntry = "id=\"entry-";

    [Fact]
    public async Task Every_tab_of_a_tenant_leaves_out_what_needs_another_permission_than_tenant_read()
    {
        string[] hidden = [FilledConsole.MemberName, FilledConsole.Mailbox, FilledConsole.SupportNumber, FilledConsole.Purchase, FilledConsole.Note];
        var addresses = Enum.GetValues<Tab>()
            .SelectMany(tab => new[] { $"/tenants/{console.Tenant}/{tab.Word()}", $"/tenants?open={console.Tenant}&tab={tab.Word()}" })
            .ToList();

        var shown = await Read(console.Limited, addresses);
        var whole = await Read(console.Owner, addresses);

        hidden.Where(text => shown.Any(page => page.Contains(text, StringComparison.Ordinal))).ShouldBeEmpty();
        hidden.Where(text => !whole.Any(page => page.Contains(text, StringComparison.Ordinal))).ShouldBeEmpty();
        shown.ShouldAllBe(page => page.Contains(FilledConsole.TenantName, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_users_page_leaves_out_what_needs_another_permission_than_member_read()
    {
        string[] hidden = [FilledConsole.Purchase, FilledConsole.Note, LogEntry];
        string[] addresses = [$"/members/{console.Member}"];

        var shown = (await Read(console.LimitedToMembers, addresses))[0];
        var whole = (await Read(console.Owner, addresses))[0];

        hidden.Where(text => shown.Contains(text, StringComparison.Ordinal)).ShouldBeEmpty();
        hidden.Where(text => !whole.Contains(text, StringComparison.Ordinal)).ShouldBeEmpty();
        shown.ShouldContain(FilledConsole.Active);
    }

    private static async Task<IReadOnlyList<string>> Read(TestBrowser person, IReadOnlyList<string> addresses)
    {
        var pages = new List<string>();
        foreach (var address in addresses)
        {
            using var answer = await person.Get(address);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
            pages.Add(person.Page);
        }
        return pages;
    }

    /// <summary>A console with a tenant and a member that have something in every tab and panel.</summary>
    public sealed class FilledConsole : TestConsole, IAsyncLifetime
    {
        public const string TenantName = "Acorn Studio",
            MemberName = "Anna Coach",
            Active = "Ben Client",
            Mailbox = "anna@acorn.example",
            SupportNumber = "#U737373737",
            Purchase = "Extra hours",
            Note = "Prefers to be called.";

        public TestBrowser Owner { get; private set; } = null!; // set before each test

        /// <summary>A person with tenant.read only.</summary>
        public TestBrowser Limited { get; private set; } = null!;

        /// <summary>A person with member.read only.</summary>
        public TestBrowser LimitedToMembers { get; private set; } = null!;

        public string Tenant { get; private set; } = "";

        public string Member { get; private set; } = "";

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            var app = await TestApplication.Connect(this);
            Tenant = await app.Tenant("acorn", TenantName);
            var member = new
            {
                name = MemberName,
                email = Mailbox,
                support_number = SupportNumber,
            };
            await app.Put($"/api/v1/tenants/{Tenant}/members/ext:anna", member);
            // The tenant's timeline names members with whom the team did something, so these are about another member.
            Member = (await app.Put($"/api/v1/tenants/{Tenant}/members/ext:ben", new { name = Active })).GetProperty("id").GetString()!;
            var purchase = new
            {
                purchase = "p-1",
                price = new { amount = 8181881, currency = "EUR" },
                name = Purchase,
                member = "ben",
            };
            await app.Report(EventReports.Event(Tenant, "purchase.completed", data: purchase));
            await this.WaitForProjection();
            await app.Run("note.add", Tenant, new { text = Note });
            await app.Run("member.note", Member, new { text = Note });
            foreach (var permission in new[] { "tenant.read", "member.read" })
                await app.Run("role.create", IdGenerator.Platform, new { name = $"Only {permission.Split('.')[0]}s", permissions = new[] { permission } });
            await WaitForLogSubscribers();
            (Owner, Limited, LimitedToMembers) = (
                await TestBrowser.Join(this, "owner"),
                await TestBrowser.Join(this, "only_tenants", "Bea"),
                await TestBrowser.Join(this, "only_members", "Cem")
            );
        }
    }
}
