using System.Text;
using System.Text.Json;
using OwnerConsole.Pure.Errors;

namespace OwnerConsole.Tests.Pure.Errors;

/// <summary>What is read from events, how they are grouped, and which secrets are removed.</summary>
public sealed class SentryEventReaderTests
{
    private const string Id = "9ec79c33ec9942ab8353589fcb2e04dc";

    [Fact]
    public void An_exception_is_read_with_its_cause_and_the_last_call_first()
    {
        var report = Read(
            new
            {
                timestamp = 1_790_000_000.25,
                level = "fatal",
                release = "shop@1.2.0",
                environment = "production",
                user = new
                {
                    id = 42,
                    email = "ada@example.org",
                    ip_address = "203.0.113.7",
                },
                tags = new[] { new[] { "tenant", "acme" } },
                exception = new
                {
                    values = new object[]
                    {
                        new { type = "SocketError", value = "refused" },
                        new
                        {
                            type = "PaymentError",
                            value = "Payment 4711 failed\nwith details",
                            stacktrace = new
                            {
                                frames = new object[]
                                {
                                    new
                                    {
                                        function = "main",
                                        filename = "/srv/app/index.js?v=3",
                                        lineno = 1,
                                        in_app = true,
                                    },
                                    new
                                    {
                                        function = "pay",
                                        module = "billing",
                                        lineno = 12,
                                        colno = 7,
                                        in_app = true,
                                    },
                                },
                            },
                        },
                    },
                },
            }
        );

        (report.Title, report.Culprit, report.Level, report.Tenant, report.User).ShouldBe(
            ("PaymentError: Payment 4711 failed", "pay", ErrorLevel.Fatal, "acme", "42")
        );
        (report.Release, report.Environment, report.At).ShouldBe(("shop@1.2.0", "production", DateTimeOffset.UnixEpoch.AddMilliseconds(1_790_000_000_250)));
        report.Exceptions.Select(exception => exception.Type).ShouldBe(["PaymentError", "SocketError"]);
        report.Exceptions[0].Frames[0].ShouldBe(new("pay", "billing", 12, 7, true, null));
        report.Exceptions[0].Frames[1].File.ShouldBe("/srv/app/index.js");
        JsonSerializer.Serialize(report).ShouldNotContain("ada@example.org");
        JsonSerializer.Serialize(report).ShouldNotContain("203.0.113.7");
    }

    [Fact]
    public void Secrets_are_removed_from_the_request_extra_values_and_texts()
    {
        var report = Read(
            new
            {
                message = "Login failed for Bearer abcdefghijkl with oc_live_12345678 at postgres://user:hunter2@db/main",
                request = new
                {
                    url = "https://shop.example/pay?token=hunter2",
                    query_string = "token=hunter2",
                    cookies = "sid=hunter2",
                    headers = new
                    {
                        Authorization = "Bearer hunter2",
                        Cookie = "sid=hunter2",
                        User_Agent = "x",
                    },
                    data = new { password = "hunter2", amount = 5 },
                    env = new { DB_PASSWORD = "hunter2" },
                },
                extra = new { nested = new { apiKey = "hunter2", list = new[] { new { client_secret = "hunter2" } } }, note = "kept" },
                contexts = new { auth = new { access_token = "hunter2" } },
                breadcrumbs = new[]
                {
                    new
                    {
                        category = "http",
                        message = "GET /?password=hunter2",
                        data = new { url = "hunter2" },
                    },
                },
            }
        );
        var all = JsonSerializer.Serialize(report);

        all.ShouldNotContain("hunter2");
        all.ShouldNotContain("abcdefghijkl");
        all.ShouldNotContain("oc_live_12345678");
        report.Details.GetProperty("extra").GetProperty("note").GetString().ShouldBe("kept");
        report.Details.GetProperty("request").GetProperty("url").GetString().ShouldBe("https://shop.example/pay");
        report.Details.GetProperty("request").GetProperty("data").GetProperty("amount").GetInt32().ShouldBe(5);
    }

    [Theory]
    [InlineData("access_token=hunter2 for /pay")]
    [InlineData("DB_PASSWORD=hunter2")]
    [InlineData("password: hunter2")]
    [InlineData("{\"password\":\"hunter2\"}")]
    [InlineData("key sk-proj-hunter2hunter2")]
    [InlineData("xoxb-hunter2-hunter2")]
    [InlineData("github_pat_hunter2hunter2")]
    public void Secrets_in_texts_are_removed(string text) => SecretScrubber.Text(text).ShouldNotContain("hunter2");

    [Fact]
    public void A_secret_at_the_limit_of_a_text_and_one_in_a_pair_of_name_and_value_are_removed()
    {
        SecretScrubber.Text("at https://ada:hunter2@shop.example", most: 20).ShouldNotContain("hunter");
        Read(new { tags = new[] { new[] { "password", "hunter2" } } }).Details.GetRawText().ShouldNotContain("hunter2");
    }

    [Fact]
    public void Numbers_that_the_database_would_store_with_all_digits_and_halves_of_characters_are_replaced()
    {
        var report = SentryEventReader.Read(
            Encoding.UTF8.GetBytes(
                """{"message":"Cut \ud83d here, whole \ud83d\ude00","extra":{"huge":1e131000,"small":1.5},"user":{"id":1""" + new string('0', 100) + "}}"
            ),
            Id
        );

        report.Title.ShouldBe("Cut \ufffd here, whole \ud83d\ude00");
        report.Details.GetProperty("extra").GetRawText().ShouldBe("""{"huge":"\u2026","small":1.5}""");
        report.User.ShouldBeNull();
    }

    [Fact]
    public void Deep_and_long_values_are_cut()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 20)) + "1" + new string('}', 20);
        var report = SentryEventReader.Read(
            Encoding.UTF8.GetBytes($$"""{"event_id":"{{Id}}","message":"{{new string('m', 5_000)}}","extra":{{deep}}}"""),
            null
        );

        report.Title.Length.ShouldBeLessThanOrEqualTo(201);
        report.Details.GetRawText().ShouldContain("\\u2026");
        report.Details.GetRawText().Length.ShouldBeLessThan(1_000);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"event_id":"nonsense"}""")]
    public void Other_texts_are_not_events(string text) => Should.Throw<FormatException>(() => SentryEventReader.Read(Encoding.UTF8.GetBytes(text), null));

    [Fact]
    public void Fields_with_unexpected_types_are_ignored()
    {
        var report = SentryEventReader.Read(
            Encoding.UTF8.GetBytes("""{"message":{"a":1},"exception":7,"tags":3,"user":"ada","timestamp":true,"level":5,"breadcrumbs":"x","request":[]}"""),
            Id
        );

        (report.Title, report.EventId, report.Tenant, report.User, report.At).ShouldBe(("Error without a message", Id, null, null, null));
    }

    [Theory]
    [InlineData("tags")]
    [InlineData("user")]
    [InlineData("contexts")]
    public void The_tenant_is_a_tag_a_member_of_the_user_or_a_context(string place)
    {
        object sent = place switch
        {
            "tags" => new { tags = new { tenant_id = "acme" } },
            "user" => new { user = new { data = new { tenant = "acme" } } },
            _ => new { contexts = new { tenant = new { id = "acme" } } },
        };

        Read(sent).Tenant.ShouldBe("acme");
    }

    private static ErrorReport Read(object sent) => SentryEventReader.Read(JsonSerializer.SerializeToUtf8Bytes(sent), Id);
}
