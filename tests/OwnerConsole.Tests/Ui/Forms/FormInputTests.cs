using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Ui.Forms;

namespace OwnerConsole.Tests.Ui.Forms;

public sealed class FormInputTests
{
    private enum Colour
    {
        Red,
        DeepBlue,
    }

    private sealed record Row([OptionsFrom("plan")] string Plan, int Quantity = 1);

    private sealed record Sale(Money Price, IReadOnlyList<Row> Rows);

    private sealed record Input(string Name, Colour Colour, int Days = 30, string? Note = null, bool Loud = false, string[]? Lines = null);

    [Fact]
    public void A_form_sends_the_same_JSON_as_an_API_caller()
    {
        var sent = new Dictionary<string, string>
        {
            ["name"] = " Acme ",
            ["colour"] = "deep_blue",
            ["days"] = "7",
            ["note"] = "  ",
            ["loud"] = "true",
            ["lines"] = "one\r\n\r\n two ",
        };

        var json = FormInput.Json(InputField.Of(typeof(Input)), sent.GetValueOrDefault);

        json.GetRawText().ShouldBe("""{"name":"Acme","colour":"deep_blue","days":7,"loud":true,"lines":["one","two"]}""");
    }

    [Fact]
    public void Weekdays_are_offered_in_the_order_in_which_they_are_counted() =>
        InputField
            .Of(typeof(BusinessDay))
            .Single(field => field.Name == "day")
            .Options.ShouldBe(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]);

    [Fact]
    public void An_invalid_number_is_passed_on_for_the_parser_to_refuse()
    {
        var json = FormInput.Json(InputField.Of(typeof(Input)), name => name == "days" ? "soon" : null);

        json.GetProperty("days").GetString().ShouldBe("soon");
    }

    [Fact]
    public void A_form_starts_with_the_defaults_and_the_first_option_of_a_required_choice()
    {
        var starts = InputField.Of(typeof(Input)).ToDictionary(field => field.Name, FormInput.Start);

        starts["colour"].ShouldBe("red");
        starts["days"].ShouldBe("30");
        starts["name"].ShouldBeNull();
    }

    [Fact]
    public void Money_is_sent_in_minor_units_and_empty_rows_are_omitted()
    {
        var sent = new Dictionary<string, string>
        {
            ["price.amount"] = "49.90",
            ["price.currency"] = "chf",
            ["rows.0.plan"] = "pro",
            ["rows.0.quantity"] = "2",
            ["rows.1.plan"] = "",
            ["rows.1.quantity"] = "1",
            ["rows.2.plan"] = "team",
        };

        var json = FormInput.Json(InputField.Of(typeof(Sale)), sent.GetValueOrDefault);

        json.GetRawText().ShouldBe("""{"price":{"amount":4990,"currency":"CHF"},"rows":[{"plan":"pro","quantity":2},{"plan":"team"}]}""");
    }

    [Fact]
    public void An_invalid_price_is_passed_on_for_the_parser_to_refuse()
    {
        var json = FormInput.Json(InputField.Of(typeof(Sale)), name => name == "price.amount" ? "a lot" : null);

        json.GetProperty("price").GetProperty("amount").GetString().ShouldBe("a lot");
    }

    [Fact]
    public void A_field_describes_its_options_and_a_list_describes_its_rows()
    {
        var rows = InputField.Of(typeof(Sale)).Single(field => field.Kind is FieldKind.Rows);

        rows.Fields.Select(field => (field.Name, field.Kind, field.Source))
            .ShouldBe([("plan", FieldKind.Choice, "plan"), ("quantity", FieldKind.Number, null)]);
    }
}
