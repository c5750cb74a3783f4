using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Tests.Pure.Signing;

public sealed class TwilioSignatureTests
{
    private const string Url = "https://mycompany.com/myapp.php?foo=1&bar=2",
        Token = "12345",
        Expected = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

    /// <remarks>Source: the example in Twilio's documentation and in the tests of its libraries.</remarks>
    private static readonly (string, string)[] s_fields =
    [
        ("To", "+18005551212"),
        ("From", "+14158675309"),
        ("Digits", "1234"),
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", "+14158675309"),
    ];

    [Fact]
    public void The_signature_is_that_of_the_example_of_Twilio()
    {
        TwilioSignature.Sign(Token, Url, s_fields).ShouldBe(Expected);
        TwilioSignature.IsValid(Token, Url, s_fields, Expected).ShouldBeTrue();
    }

    [Fact]
    public void Another_token_address_or_field_and_a_missing_signature_are_not_valid()
    {
        TwilioSignature.IsValid("12346", Url, s_fields, Expected).ShouldBeFalse();
        TwilioSignature.IsValid(Token, Url + "&baz=3", s_fields, Expected).ShouldBeFalse();
        TwilioSignature.IsValid(Token, Url, [.. s_fields, ("To", "+18005551213")], Expected).ShouldBeFalse();
        TwilioSignature.IsValid(Token, Url, s_fields, null).ShouldBeFalse();
    }
}
