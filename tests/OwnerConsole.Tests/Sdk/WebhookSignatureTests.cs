using System.Globalization;
using System.Text;
using OwnerConsole.Client;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Tests.Sdk;

/// <summary>Checks the SDK's verification against the console's signatures and the specification's.</summary>
public sealed class WebhookSignatureTests
{
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek",
        Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        Body = """{"test": 2432232314}""";

    private static readonly DateTimeOffset s_at = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly string s_other = StandardWebhook.CreateSecret(new byte[32]);

    [Theory]
    [InlineData(Signature)]
    [InlineData("v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== " + Signature)]
    [InlineData("v1,bm9ub25vbm9ub25vbm9ub25vbm9ub25vbm9ub25vbm8= " + Signature)]
    [InlineData("nonsense v1, v1,?? " + Signature)]
    public void The_specification_vector_is_valid_among_other_signatures(string signatures) => Check(signatures: signatures).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("v1,")]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,g0hM9SsE+OTPJTGt")]
    public void Another_signature_is_invalid(string signatures) => Check(signatures: signatures).ShouldBeFalse();

    [Theory]
    [InlineData("", "1614265330", Body)]
    [InlineData("msg_2", "1614265330", Body)]
    [InlineData(Id, "1614265331", Body)]
    [InlineData(Id, "1614265330 ", Body)]
    [InlineData(Id, "-1", Body)]
    [InlineData(Id, "99999999999999999999", Body)]
    [InlineData(Id, "1614265330", """{"test":2432232314}""")]
    public void Another_id_timestamp_or_body_is_invalid(string id, string timestamp, string body) => Check(id, timestamp, body: body).ShouldBeFalse();

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void Timestamps_can_differ_by_at_most_five_minutes(int seconds, bool isGood) => Check(now: s_at.AddSeconds(seconds)).ShouldBe(isGood);

    [Fact]
    public void During_a_rotation_either_secret_is_valid()
    {
        Check(secrets: [s_other, Secret]).ShouldBeTrue(); // the application knows both, the console signs with the old one
        var both = $"{StandardWebhook.Sign(s_other, Id, s_at, Encoding.UTF8.GetBytes(Body))} {Signature}";
        Check(signatures: both, secrets: [s_other]).ShouldBeTrue(); // the console signs with both, the application knows one
        Check(signatures: both, secrets: [Secret]).ShouldBeTrue();
        Check(secrets: [s_other]).ShouldBeFalse();
        Check(secrets: []).ShouldBeFalse();
    }

    private static bool Check(
        string id = Id,
        string? timestamp = null,
        string signatures = Signature,
        string body = Body,
        string[]? secrets = null,
        DateTimeOffset? now = null
    ) =>
        WebhookSignature.IsGood(
            secrets ?? [Secret],
            id,
            timestamp ?? s_at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            signatures,
            Encoding.UTF8.GetBytes(body),
            now ?? s_at
        );
}
