using OwnerConsole.Pure.Errors;

namespace OwnerConsole.Tests.Pure.Errors;

/// <summary>Which errors are the same.</summary>
public sealed class ErrorFingerprintTests
{
    private static readonly ErrorFrame s_pay = new("pay", "/srv/releases/41/app/billing.js", 12, 3, true, null),
        s_library = new("emit", "node:events", 500, 1, false, null);

    private static readonly string s_base = Of(new("PaymentError", "Payment 1 failed", [s_pay, s_library]));

    [Fact]
    public void The_message_lines_other_libraries_and_the_directory_of_a_release_do_not_matter()
    {
        Of(new("PaymentError", "Payment 2 failed", [s_pay, s_library])).ShouldBe(s_base);
        Of(new("PaymentError", null, [s_pay with { Line = 99, File = "/srv/releases/42/app/billing.js" }])).ShouldBe(s_base);
    }

    [Fact]
    public void The_type_the_calls_of_the_application_and_the_cause_matter()
    {
        Of(new("RefundError", "Payment 1 failed", [s_pay, s_library])).ShouldNotBe(s_base);
        Of(new("PaymentError", "Payment 1 failed", [s_pay with { Function = "refund" }])).ShouldNotBe(s_base);
        ErrorFingerprint.Of([], [new("PaymentError", null, [s_pay]), new("SocketError", null, [])], null).ShouldNotBe(s_base);
    }

    [Fact]
    public void Messages_without_a_stack_trace_are_compared_without_numbers()
    {
        var one = ErrorFingerprint.Of([], [], "Order 17 of 9ec79c33-ec99-42ab-8353-589fcb2e04dc was lost");

        ErrorFingerprint.Of([], [], "Order 18 of 00000033-aaaa-4242-8353-589fcb2e04dd was lost").ShouldBe(one);
        ErrorFingerprint.Of([], [], "Order 18 of 00000033-aaaa-4242-8353-589fcb2e04dd was sent").ShouldNotBe(one);
        Of(new("Error", "lost 1", [])).ShouldBe(Of(new("Error", "lost 2", [])));
    }

    [Fact]
    public void The_fingerprint_of_the_application_comes_first_and_can_extend_the_usual_one()
    {
        var own = ErrorFingerprint.Of(["payments"], [new("PaymentError", null, [s_pay])], null);

        ErrorFingerprint.Of(["payments"], [new("OtherError", null, [])], null).ShouldBe(own);
        ErrorFingerprint.Of(["{{ default }}"], [new("PaymentError", "Payment 1 failed", [s_pay, s_library])], null).ShouldBe(s_base);
        ErrorFingerprint.Of(["{{ default }}", "eu"], [new("PaymentError", "Payment 1 failed", [s_pay, s_library])], null).ShouldNotBe(s_base);
    }

    private static string Of(ErrorException exception) => ErrorFingerprint.Of([], [exception], null);
}
