using System.Text;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Tests.Pure.Signing;

public sealed class StandardWebhookTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    [Theory] // test vector of the specification's reference libraries
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void A_signature_matches_the_specification(string secret) =>
        StandardWebhook
            .Sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", At, """{"test": 2432232314}"""u8)
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Theory]
    [InlineData("evt_2", 1614265330, "{}")]
    [InlineData("evt_1", 1614265331, "{}")]
    [InlineData("evt_1", 1614265330, "{ }")]
    public void A_different_id_time_or_body_changes_the_signature(string id, long second, string body)
    {
        var secret = StandardWebhook.CreateSecret(new byte[StandardWebhook.SecretLength]);

        var signature = StandardWebhook.Sign(secret, id, DateTimeOffset.FromUnixTimeSeconds(second), Encoding.UTF8.GetBytes(body));

        signature.ShouldNotBe(StandardWebhook.Sign(secret, "evt_1", At, "{}"u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("evt.1")]
    public void An_id_that_makes_the_signed_content_ambiguous_is_refused(string id) =>
        Should.Throw<ArgumentException>(() => StandardWebhook.Sign(StandardWebhook.CreateSecret(new byte[32]), id, At, "{}"u8));

    [Theory]
    [InlineData(23)]
    [InlineData(65)]
    public void A_secret_of_the_wrong_length_is_refused(int length) => Should.Throw<ArgumentException>(() => StandardWebhook.CreateSecret(new byte[length]));

    [Theory]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 0, true)]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "v1,aW52YWxpZA== v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 300, true)]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 301, false)]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265331", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 0, false)]
    [InlineData("msg_other", "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 0, false)]
    [InlineData("msg.other", "99999999999999999999", "v1,", 0, false)]
    [InlineData(null, null, null, 0, false)]
    public void A_received_webhook_is_valid_for_five_minutes(string? id, string? timestamp, string? signatures, int seconds, bool isValid) =>
        StandardWebhook
            .IsValid("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", id, timestamp, signatures, """{"test": 2432232314}"""u8, At.AddSeconds(seconds))
            .ShouldBe(isValid);

    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true)]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false)]
    [InlineData("whsec_short", false)]
    public void A_secret_is_recognised_by_its_prefix_and_length(string text, bool isSecret) => StandardWebhook.IsSecret(text).ShouldBe(isSecret);
}
