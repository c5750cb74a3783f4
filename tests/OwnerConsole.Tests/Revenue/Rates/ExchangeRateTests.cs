using System.Net;
using System.Text;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.Revenue.Rates;

/// <summary>Exchange rates are imported or set by a person, and MRR in other currencies follows them.</summary>
[Slow(7, "Rates")]
public sealed class ExchangeRateTests : IAsyncLifetime
{
    private const string Csv = "Date,USD,JPY,XYZ,\n2026-10-30,1.10,160,7,\n2026-09-30,1.20,N/A,7,\n2026-09-15,1.10,160,7,\n";

    private const string Unconverted = "2026-09-15 new +65";

    private TestConsole _console = null!; // set before each test

    private TestApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _app = await TestApplication.Connect(_console);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task MRR_follows_the_rates_and_is_never_guessed()
    {
        var acme = await Tenant();
        (await _console.Movements(acme)).ShouldBe(Unconverted);
        var browser = await TestBrowser.Owner(_console);
        await browser.Get("/revenue/rates");
        browser.Page.ShouldContain("there is no rate of USD on September 15, 2026");
        await browser.Get("/revenue");
        browser.Page.ShouldContain("65.00 EUR of MRR, because exchange rates into USD are missing");
        (await _app.Refusal("month.close", IdGenerator.Platform, new { month = "2026-09-01" })).ShouldBe("missing_rates");

        (await Import(Csv)).GetRawText().ShouldBe("""{"rates":5,"changed":5}""", "a currency that doesn't exist is skipped");
        const string Converted = $"{Unconverted}; 2026-09-15 new +71.5; 2026-09-30 fx +6.5; 2026-10-31 fx -6.5";
        (await _console.Movements(acme)).ShouldBe(Converted);
        (await _console.WrongCells()).ShouldBeEmpty();
        await EndMonth(acme);
        (await _console.Movements(acme)).ShouldBe(Converted, "revalued after the end of a month");
        (await Months("")).ShouldBe(["2026-09-01 7150 650 7800", "2026-10-01 0 -650 7150"]);
        (await Months("?constant_currency=true")).ShouldBe(["2026-09-01 7150 0 7150", "2026-10-01 0 0 7150"], "the first rates of the year");
        await browser.Get("/revenue?constant_currency=true");
        browser.Page.ShouldContain("all amounts at the rates of September 15, 2026");
        browser.Page.ShouldNotContain("Not included");

        (await Import(Csv)).GetProperty("changed").GetInt32().ShouldBe(0);
        var run = await _app.Run("exchange_rate.set", IdGenerator.Platform, Rate("USD", "2026-09-30", "1.30"));
        (await _console.Movements(acme)).ShouldBe($"{Unconverted}; 2026-09-15 new +71.5; 2026-09-30 fx +13; 2026-10-31 fx -13");
        await Import(Csv.Replace("1.20", "1.25", StringComparison.Ordinal));
        (await _app.Get("/api/v1/exchange-rates?day=2026-10-01"))
            .GetProperty("data")[0]
            .GetProperty("per_euro")
            .GetDouble()
            .ShouldBe(1.3, "it replaces the published one");
        await _app.Undo(run);
        (await _console.Movements(acme)).ShouldBe($"{Unconverted}; 2026-09-15 new +71.5; 2026-09-30 fx +9.75; 2026-10-31 fx -9.75");

        await _app.Run("setting.change", IdGenerator.Platform, new { key = "reporting.currency", value = "EUR" });
        await _console.Database.Until("select conversion like 'EUR%' from movements.settings");
        (await _console.Movements(acme)).ShouldBe(Unconverted);
    }

    [Fact]
    public async Task A_closed_month_keeps_its_MRR_when_a_rate_changes()
    {
        await Import(Csv);
        var acme = await Tenant();
        await _console.WaitForRevenue();
        await _app.Run("month.close", IdGenerator.Platform, new { month = "2026-10-01" });

        await _app.Run("exchange_rate.set", IdGenerator.Platform, Rate("USD", "2026-10-30", "1.40"));

        (await _console.Movements(acme)).ShouldBe(
            $"{Unconverted}; 2026-09-15 new +71.5; 2026-09-30 fx +6.5; 2026-10-31 fx -6.5; 2026-11-01 adjustment +19.5 fx"
        );
        var october = (await _app.Get("/api/v1/months"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(month => month.GetProperty("month").GetString() == "2026-10-01");
        october
            .GetProperty("difference")
            .GetRawText()
            .ShouldBe("""{"closing":{"amount":1950,"currency":"USD"},"movements":[{"kind":"fx","change":{"amount":1950,"currency":"USD"}}]}""");
        (await _console.WrongCells()).ShouldBeEmpty();

        await _app.Put(
            "/api/v1/tenants/ext:acme",
            new
            {
                plan_items = new[]
                {
                    new
                    {
                        plan = "pro",
                        quantity = 2,
                        currency = "EUR",
                        interval = "month",
                    },
                },
            }
        );
        await _console.WaitForRevenue();
        (await _app.Get("/api/v1/months"))
            .GetProperty("data")
            .EnumerateArray()
            .ShouldAllBe(month => month.GetProperty("difference").ValueKind == JsonValueKind.Null, "nothing is known without a rate");
        (await _app.Refusal("month.restate", IdGenerator.Platform, new { month = "2026-10-01", reason = "Rates" })).ShouldBe("missing_rates");
    }

    [Fact]
    public async Task Both_formats_of_the_central_bank_are_read_and_errors_name_the_place()
    {
        const string Xml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
              <gesmes:subject>Reference rates</gesmes:subject>
              <Cube><Cube time="2026-11-27"><Cube currency="USD" rate="1.0842"/><Cube currency="JPY" rate="161.5"/></Cube></Cube>
            </gesmes:Envelope>
            """;
        (await Import(Xml, "application/xml")).GetProperty("rates").GetInt32().ShouldBe(2);
        (await Import("Date, USD, JPY, \n26 November 2026, 1.0800, 160, \n")).GetProperty("rates").GetInt32().ShouldBe(2);
        (await _app.Put("/api/v1/exchange-rates", new { data = new[] { Report(161.5m) } })).GetProperty("changed").GetInt32().ShouldBe(0);
        var (bad, problem) = await Send(Json.Element(new { data = new[] { Report(161.5m), Report(0) } }).GetRawText(), "application/json");
        (bad, problem.GetProperty("detail").GetString()).ShouldBe((HttpStatusCode.BadRequest, "data[1].per_euro: must be a number above 0."));
        var listed = (await _app.Get("/api/v1/exchange-rates?day=2026-11-28")).GetProperty("data").EnumerateArray();
        listed
            .Select(rate => rate.GetRawText())
            .ShouldBe([
                """{"currency":"JPY","day":"2026-11-27","per_euro":161.5,"source":"published"}""",
                """{"currency":"USD","day":"2026-11-27","per_euro":1.0842,"source":"published"}""",
            ]);
        (await _app.Get("/api/v1/exchange-rates?day=2026-11-25")).GetProperty("data").GetArrayLength().ShouldBe(0);

        var sample = await File.ReadAllTextAsync(Repository.PathOf("samples", "exchange-rates", "eurofxref-1999.csv"));
        (await Import(sample)).GetProperty("changed").GetInt32().ShouldBe(27);

        (await Refused("Date,USD\n2026-11-27,1.1\nyesterday,1.1\n")).ShouldBe("Line 3 must start with a date, such as 2026-11-27.");
        (await Refused("Date,USD\n2026-11-27,-1\n")).ShouldBe("Line 2 has a rate of USD that isn't a number above 0.");
        (await Refused("Date,USD\n2026-11-27,1.1\n2026-11-27,1.2\n")).ShouldBe("There are two rates of USD on 2026-11-27.");
        (await Refused("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "application/xml")).ShouldStartWith("The file isn't valid XML");
        (await Refused("Date,USD\n2099-01-01,1.1\n")).ShouldBe("2099-01-01 is not a day from 1999 until today.");
        (await Refused("", "text/csv")).ShouldStartWith("The first line must start with Date");
        foreach (
            var (input, code) in new[]
            {
                (Rate("EUR", "2026-11-27", "1"), "bad_currency"),
                (Rate("USD", "2099-01-01", "1"), "bad_day"),
                (Rate("USD", "2026-11-27", "0"), "bad_rate"),
                (Rate("USD", "2026-11-27", "1,2"), "bad_rate"),
                (Rate("USD", "2026-11-27", "1.0842"), "no_change"),
            }
        )
            (await _app.Refusal("exchange_rate.set", IdGenerator.Platform, input)).ShouldBe(code);
    }

    /// <returns>A tenant that pays €65.00 a month since September 15.</returns>
    private async Task<string> Tenant()
    {
        await _app.Run(
            "plan.create",
            IdGenerator.Platform,
            new
            {
                key = "pro",
                name = "Pro",
                price = new { amount = 7000, currency = "USD" },
                other_prices = new[] { new { price = new { amount = 6500, currency = "EUR" }, interval = "month" } },
            }
        );
        return await _app.Since(
            "acme",
            "2026-09-15",
            new
            {
                lifecycle = "active",
                plan_items = new[]
                {
                    new
                    {
                        plan = "pro",
                        currency = "EUR",
                        interval = "month",
                    },
                },
            }
        );
    }

    private static object Rate(string currency, string day, string perEuro) =>
        new
        {
            currency,
            day,
            per_euro = perEuro,
        };

    /// <summary>Puts the tenant into the state before the end of the month.</summary>
    private async Task EndMonth(string tenant)
    {
        await using (var work = await _console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform, tenant]))
        {
            await work.Execute("delete from movements.movements where tenant_id = @tenant and kind = 'fx'", new { tenant });
            await work.Execute("delete from movements.mrr_month where kind = 'fx'");
            await work.Execute("update movements.settings set conversion = 'USD UTC 2026-09'");
            await work.Commit();
        }
        await _console.Database.Until("select conversion <> 'USD UTC 2026-09' from movements.settings");
    }

    private static object Report(decimal perEuro) =>
        new
        {
            currency = "JPY",
            day = "2026-11-27",
            per_euro = perEuro,
        };

    private async Task<JsonElement> Import(string file, string type = "text/csv")
    {
        var (status, body) = await Send(file, type);
        status.ShouldBe(HttpStatusCode.OK, body.GetRawText());
        return body;
    }

    private async Task<string?> Refused(string file, string type = "text/csv")
    {
        var (status, body) = await Send(file, type);
        status.ShouldBe(HttpStatusCode.BadRequest);
        return body.GetProperty("detail").GetString();
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> Send(string file, string type)
    {
        using var content = new StringContent(file, Encoding.UTF8, type);
        using var response = await _app.Http.PutAsync("/api/v1/exchange-rates", content);
        return (response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()));
    }

    /// <returns>Month, new MRR, effect of exchange rates and ending MRR of September and October.</returns>
    private async Task<IReadOnlyList<string>> Months(string query) =>
        [
            .. (await _app.Get($"/api/v1/months{query}"))
                .GetProperty("data")
                .EnumerateArray()
                .Where(month => month.GetProperty("month").GetString() is "2026-09-01" or "2026-10-01")
                .Reverse()
                .Select(month => $"{month.GetProperty("month").GetString()} {Minor(month, "new")} {Minor(month, "fx")} {Minor(month, "closing")}"),
        ];

    private static long Minor(JsonElement month, string field) => month.GetProperty(field).GetProperty("amount").GetInt64();
}
