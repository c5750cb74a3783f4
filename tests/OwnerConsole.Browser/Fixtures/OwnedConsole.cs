using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>A console whose application has reported thirty tenants, among them some with malicious names.</summary>
public class OwnedConsole : SignedInConsole, IAsyncLifetime
{
    public const int Tenants = 30;

    private static readonly string[] Names =
    [
        "Acorn Academy",
        "<script>alert(1)</script>",
        "مدرسة النور",
        "\"><img src=x onerror=alert(1)>",
        "A name that goes on and on until nobody remembers how it began GmbH & Co. KG",
    ];

    /// <summary>Ids in the order of the reports; the first tenant has 30 members.</summary>
    public IReadOnlyList<string> Ids { get; private set; } = [];

    /// <summary>A member of the first tenant.</summary>
    public string Member { get; private set; } = "";

    public TestApplication Application { get; private set; } = null!; // connected before any test sees it

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await SignIn();
        Application = await TestApplication.Connect(this);
        var ids = new List<string>();
        for (var number = 0; number < Tenants; number++)
            ids.Add(
                await Application.Tenant($"guild-{number}", number < Names.Length ? Names[number] : $"Studio {number}", members: number == 0 ? 30 : number % 3)
            );
        Ids = ids;
        var price = new { amount = 4_900, currency = "USD" };
        await Application.Report(
            EventReports.Event(
                ids[0],
                "purchase.completed",
                data: new
                {
                    purchase = "inv-1",
                    price,
                    name = "500 credits",
                }
            ),
            EventReports.Event(
                ids[4],
                "purchase.completed",
                data: new
                {
                    purchase = "inv-2",
                    price,
                    plan = "pro",
                }
            )
        );
        Member = (await Application.Get($"/api/v1/tenants/{ids[0]}/members?limit=1")).GetProperty("data")[0].GetProperty("id").GetString()!;
    }

    /// <summary>Invites a person to the team and signs them in.</summary>
    public async Task<TestBrowser> AddColleague(string name, string role)
    {
        var email = $"{name}@example.org";
        var invited = await Application.Run(
            "team_member.invite",
            IdGenerator.Platform,
            new
            {
                email,
                name,
                role,
            }
        );
        var visitor = new TestBrowser(this);
        await visitor.SetUp(invited.GetProperty("secret").GetString()!, email, name);
        return visitor;
    }
}
