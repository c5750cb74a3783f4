using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Ui.Forms;

namespace OwnerConsole.Tests.Commands;

/// <summary>Numbers, dates, money and text are the same in every locale: with a dotless i, other calendars and other digits.</summary>
[OwnDatabase("The program starts its private cluster.")]
[Slow(80, "Exports", "Vocabulary")]
public sealed partial class LocaleTests
{
    private const string Coded = ".UTF-8";

    private static readonly string[] s_languages = ["tr_TR", "ar_SA", "th_TH"];

    private static readonly TimeSpan s_near = TimeSpan.FromMinutes(90);

    /// <summary>Pages that differ between machines: rows sorted by due time, and the minute of the last reconciliation.</summary>
    private static readonly string[] s_own = ["/work", "/revenue/reconciliation"];

    private static readonly DateOnly s_today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    private static readonly string[] s_more =
    [
        "/tenants?q=istanbul",
        "/tenants?q=ISIK",
        "/tenants?q=%C4%B0STANBUL",
        "/tenants?sort=name",
        "/tenants/export",
        "/members/export",
        "/revenue/ledger/export",
        "/operations/export",
        "/plans?retired=true",
        "/explore?metric=mrr.net&range=12m",
        "/explore/file?metric=tenants.opened&range=12m&as=csv",
        "/explore/file?metric=sessions.time&range=30d&by=country&as=csv",
        $"/tenants/{{id}}/time-report/file?from={s_today.AddYears(-1):O}&to={s_today:O}",
    ];

    private static readonly string[] s_api = ["tenants", "tenants/ext:a-0/members", "plans", "ledger", "months", "metrics", "settings", "reporting"];

    [Fact]
    public async Task The_console_answers_the_same_in_every_locale()
    {
        using var place = new TempDirectory();
        var languages = await Languages(place);
        var now = TimeProvider.System.GetUtcNow();
        LocaleConsole[] machines = [.. Enumerable.Range(0, 1 + s_languages.Length).Select(_ => new LocaleConsole())];
        try
        {
            await Task.WhenAll(
                s_languages
                    .Zip(
                        machines[1..],
                        (language, machine) =>
                            machine.Begin(("LOCPATH", languages), ("LC_ALL", language + Coded), ("LANG", language + Coded), ("TZ", "Asia/Bangkok"))
                    )
                    .Prepend(machines[0].Begin(("LC_ALL", "C"), ("LANG", "C"), ("TZ", "UTC")))
            );
            var tenants = (await Task.WhenAll(machines.Select(async machine => (machine, Ids: await Play(machine, now))))).ToDictionary(
                result => result.machine,
                result => result.Ids
            );
            var other = new List<string>();
            var waited = new Stopwatch();
            foreach (var address in PageCatalogue.Addresses.Except(s_own).Concat(s_more))
                other.AddRange(
                    await Other(
                        address,
                        machines,
                        waited,
                        machine => Page(machine, PageCatalogue.At(address, tenants[machine].Tenant, tenants[machine].Member))
                    )
                );
            foreach (var address in s_api)
                other.AddRange(
                    await Other(address, machines, waited, async machine => Same((await machine.App.Get("/api/v1/" + address)).GetRawText(), machine))
                );
            other.ShouldBeEmpty();
        }
        finally
        {
            await Task.WhenAll(machines.Select(machine => machine.DisposeAsync().AsTask()));
        }
    }

    /// <summary>Retries while values are still being projected on one machine; differences caused by the locale remain.</summary>
    /// <param name="waited">How long all pages were waited for: a difference on every page must not take half a minute on each.</param>
    /// <returns>The first difference of each locale.</returns>
    private static async Task<IEnumerable<string>> Other(string address, LocaleConsole[] machines, Stopwatch waited, Func<LocaleConsole, Task<string>> ask)
    {
        var said = await Task.WhenAll(machines.Select(ask));
        waited.Start();
        while (said.Distinct(StringComparer.Ordinal).Count() > 1 && waited.Elapsed < TimeSpan.FromSeconds(60))
            said = await Task.WhenAll(machines.Select(ask));
        waited.Stop();
        return s_languages
            .Zip(said[1..])
            .Where(there => there.Second != said[0])
            .Select(there => $"{address} {there.First}: {Parts(there.Second).Zip(Parts(said[0])).First(part => part.First != part.Second)}");
    }

    /// <summary>Splits a page into tags, so that the difference is visible.</summary>
    private static string[] Parts(string said) => [.. said.Replace("<", "\n<", StringComparison.Ordinal).Split('\n'), ""];

    /// <summary>Compiles the locales from definitions that come with a dependency of PostgreSQL's package.</summary>
    /// <returns>The folder of the compiled locales.</returns>
    private static async Task<string> Languages(TempDirectory place)
    {
        var folder = Directory.CreateDirectory(place.OpenDirectory("languages")).FullName;
        foreach (var language in s_languages)
        {
            using var made = Process.Start(new ProcessStartInfo("localedef", ["-i", language, "-f", "UTF-8", Path.Combine(folder, language + Coded)]))!; // starts a new process
            await made.WaitForExitAsync();
            made.ExitCode.ShouldBe(0);
        }
        return folder;
    }

    /// <summary>Reports data as an application, and fills in forms as an owner.</summary>
    private static async Task<(string Tenant, string Member)> Play(LocaleConsole machine, DateTimeOffset now)
    {
        var (app, owner) = (machine.App, machine.Owner);
        string[] names = ["İSTANBUL Işık", "istanbul ilk", "ISPARTA", "ığdır", "Straße", "مدرسة النور", "โรงเรียน"];
        foreach (var (place, name) in names.Index())
        {
            await app.Put(
                $"/api/v1/tenants/ext:a-{place}",
                new
                {
                    name,
                    country = place % 2 == 0 ? "TR" : "SA",
                    opened_at = now.AddDays(-40 * place).AddHours(-5),
                    plan_items = new[] { new { plan = "ilk" } },
                    attributes = new { share = 0.125 * place, many = 1_234_567.5 },
                }
            );
            await app.Put(
                $"/api/v1/tenants/ext:a-{place}/members/ext:m",
                new
                {
                    name,
                    support_number = $"#U12345678{place}",
                    email = $"I{place}@ISIK.example",
                }
            );
        }
        await owner.Get($"{OperationAddress.New}?operation=plan.create&subject={IdGenerator.Platform}&back=/plans");
        foreach (
            var (key, amount, currency) in new[] { ("ilk", "1234.50", "usd"), ("yen", "12000", "jpy"), ("dinar", "1.234", "kwd"), ("iki", "99,90", "try") }
        )
            await owner.Post(
                OperationAddress.Run,
                ("operation", "plan.create"),
                ("subject", IdGenerator.Platform),
                ("key", key),
                ("name", key),
                ("price.amount", amount),
                ("price.currency", currency),
                ("interval", "month"),
                ("trial_days", "14"),
                ("back", "/plans")
            );
        // A comma is never a decimal separator.
        (await app.Get("/api/v1/plans"))
            .GetProperty("data")
            .EnumerateArray()
            .Select(plan => plan.GetProperty("price").ToString())
            .Order(StringComparer.Ordinal)
            .ShouldBe(["""{"amount":12000,"currency":"JPY"}""", """{"amount":1234,"currency":"KWD"}""", """{"amount":123450,"currency":"USD"}"""]);
        await app.Report([
            .. names.SelectMany(
                (_, place) =>
                    new object[]
                    {
                        EventReports.Event(
                            $"a-{place}",
                            "session.recorded",
                            now.AddDays(-place).AddHours(-3),
                            new { member = "m", duration_seconds = 4_000 * (place + 1) }
                        ),
                        EventReports.Event(
                            $"a-{place}",
                            "purchase.completed",
                            now.AddDays(-place).AddHours(-2),
                            new
                            {
                                purchase = $"p-{place}",
                                name = "500 İstek",
                                price = new { amount = 123_456_789 + place, currency = "USD" },
                            }
                        ),
                    }
            ),
        ]);
        await machine.Database.Until(EventReports.IsFolded);
        await machine.Database.Until("select not exists (select from core.stale_revenue)");
        var tenant = (await app.Get("/api/v1/tenants/ext:a-1")).GetProperty("id").GetString()!;
        return (tenant, (await app.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[0].GetProperty("id").GetString()!);
    }

    private static async Task<string> Page(LocaleConsole machine, string address)
    {
        var answer = await machine.Owner.Get(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
        return $"{(int)answer.StatusCode} {answer.Content.Headers.ContentType} {answer.Content.Headers.ContentDisposition}\n{Same(machine.Owner.Page, machine)}";
    }

    /// <summary>Removes what always differs: IDs, secrets, the port, and times of this test. Pages compute charts at different minutes of an hour.</summary>
    private static string Same(string said, LocaleConsole machine)
    {
        var now = TimeProvider.System.GetUtcNow();
        var same = Secret()
            .Replace(Id().Replace(RandomMarkup.Remove(said), "id"), "secret")
            .Replace(machine.Address.Authority, "here", StringComparison.Ordinal);
        same = Shown().Replace(same, found => IsNow(found.Groups["at"].Value) ? "now" : found.Value);
        return Instant().Replace(same, found => IsNow(found.Value) ? "now" : found.Value);

        // Or a whole day ahead, the lifetime of keys in this test.
        bool IsNow(string at) =>
            (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) - now) is var away
            && (away.Duration() < s_near || (away - TimeSpan.FromDays(1)).Duration() < s_near);
    }

    [GeneratedRegex(@"(?<![a-z])[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}\b")]
    private static partial Regex Id();

    [GeneratedRegex(@"oc_live_\w+|\bav-\d\b|row-session-\w+|\b\d{13}\b|(?<=, \d\d):\d\d:\d\d(?= UTC)")]
    private static partial Regex Secret();

    [GeneratedRegex(@"<time datetime=""(?<at>[^""]+)""[^>]*>[^<]*</time>")]
    private static partial Regex Shown();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+\-]\d\d:\d\d)?")]
    private static partial Regex Instant();
}
