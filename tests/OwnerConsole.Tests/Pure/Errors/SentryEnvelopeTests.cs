using System.Text;
using OwnerConsole.Pure.Errors;

namespace OwnerConsole.Tests.Pure.Errors;

/// <summary>Envelopes as Sentry's SDKs send them, and broken ones.</summary>
public sealed class SentryEnvelopeTests
{
    [Fact]
    public void Items_can_have_a_length_or_end_with_their_line()
    {
        var read = Read(
            """{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc","dsn":"https://key@host/1"}""" + "\n",
            """{"type":"attachment","length":10}""" + "\n",
            "a\nb\nc\nd\ne\n\n",
            """{"type":"event"}""" + "\n",
            """{"message":"one line"}""" + "\n",
            """{"type":"client_report"}""" + "\n",
            "{}"
        );

        read.Text("dsn").ShouldBe("https://key@host/1");
        read.Items.Select(item => (item.Type, Encoding.UTF8.GetString(item.Payload.Span)))
            .ShouldBe([("attachment", "a\nb\nc\nd\ne\n"), ("event", """{"message":"one line"}"""), ("client_report", "{}")]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json\n{}")]
    [InlineData("[]\n")]
    [InlineData("{}\n{\"length\":2}\n{}")]
    [InlineData("{}\n{\"type\":\"event\",\"length\":100}\n{}")]
    [InlineData("{}\n{\"type\":\"event\",\"length\":1}\n{}")]
    [InlineData("{}\n{\"type\":\"event\",\"length\":-1}\n{}")]
    public void Anything_else_is_not_an_envelope(string text) => Should.Throw<FormatException>(() => Read(text));

    [Theory]
    [InlineData("Sentry sentry_version=7, sentry_client=sentry.python/2.0, sentry_key=oc_live_abc", "oc_live_abc")]
    [InlineData("sentry sentry_key=oc_live_abc", "oc_live_abc")]
    [InlineData("Bearer oc_live_abc", null)]
    [InlineData("Sentry sentry_version=7", null)]
    public void The_key_is_found_in_the_header(string header, string? key) => SentryKeyText.OfHeader(header).ShouldBe(key);

    [Theory]
    [InlineData("https://oc_live_abc@console.example.com/1", "oc_live_abc")]
    [InlineData("https://oc_live_abc:secret@console.example.com/1", "oc_live_abc")]
    [InlineData("https://console.example.com/1", null)]
    [InlineData("nothing", null)]
    public void The_key_is_found_in_the_DSN(string dsn, string? key) => SentryKeyText.OfDsn(dsn).ShouldBe(key);

    private static SentryEnvelope Read(params string[] parts) => SentryEnvelope.Read(Encoding.UTF8.GetBytes(string.Concat(parts)));
}
