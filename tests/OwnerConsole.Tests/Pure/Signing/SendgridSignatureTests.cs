using System.Text;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Tests.Pure.Signing;

/// <summary>The test vector of SendGrid's official libraries.</summary>
public sealed class SendgridSignatureTests
{
    private const string PublicKey =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==",
        Signature = "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
        Timestamp = "1600112502",
        Body =
            """[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]"""
            + "\r\n";

    [Theory]
    [InlineData(Timestamp, Signature, Body, true)]
    [InlineData("1600112503", Signature, Body, false)]
    [InlineData(Timestamp, Signature, "[]", false)]
    [InlineData(Timestamp, "MEUCIGHQ", Body, false)]
    [InlineData(Timestamp, "not base64", Body, false)]
    [InlineData(null, Signature, Body, false)]
    [InlineData(Timestamp, null, Body, false)]
    public void A_signature_is_valid_only_for_the_same_time_and_body(string? timestamp, string? signature, string body, bool isValid) =>
        SendgridSignature.IsValid(PublicKey, timestamp, signature, Encoding.UTF8.GetBytes(body)).ShouldBe(isValid);

    [Theory]
    [InlineData(PublicKey, true)]
    [InlineData("", false)]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false)]
    [InlineData("MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=", false)] // Ed25519
    public void Only_a_public_key_of_P256_is_a_verification_key(string text, bool isKey) => SendgridSignature.IsPublicKey(text).ShouldBe(isKey);
}
