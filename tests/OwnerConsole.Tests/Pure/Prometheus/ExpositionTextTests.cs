using System.Globalization;
using OwnerConsole.Pure.Prometheus;

namespace OwnerConsole.Tests.Pure.Prometheus;

/// <summary>Metrics in the text format of Prometheus.</summary>
public sealed class ExpositionTextTests
{
    [Theory]
    [InlineData("up 1", "up Gauge {} 1")]
    [InlineData("  up\t1  ", "up Gauge {} 1")]
    [InlineData("up{} 1", "up Gauge {} 1")]
    [InlineData("""a:b{x="1",y="2",} -1.5e3""", "a:b Gauge {x=1,y=2} -1500")]
    [InlineData("""a { y = "2" , x = "1" } +7""", "a Gauge {x=1,y=2} 7")]
    [InlineData("""a{x="say \"hi\" \\ \n}"} 1""", "a Gauge {x=say \"hi\" \\ \n}} 1")]
    [InlineData("a 1 1767225600000", "a Gauge {} 1 @2026-01-01")]
    [InlineData("""a_bucket{le="1"} 1 # {trace_id="x"} 0.5""", "a_bucket Gauge {le=1} 1")]
    public void A_line_is_a_value_with_its_labels(string line, string expected) => Read(line).ShouldBe(expected);

    [Theory]
    [InlineData("up")]
    [InlineData("up one")]
    [InlineData("1up 1")]
    [InlineData("up 1 2 3")]
    [InlineData("up 1 99999999999999999")]
    [InlineData("""a{x="1" 1""")]
    [InlineData("""a{x="1} 1""")]
    [InlineData("""a{x=1} 1""")]
    [InlineData("""a{x="1",x="2"} 1""")]
    [InlineData("""a{="1"} 1""")]
    [InlineData("""a{x="1"y="2"} 1""")]
    public void A_broken_line_is_counted_and_others_are_read(string line)
    {
        var read = ExpositionText.Read($"first 1\n{line}\nlast 2");

        read.Samples.Select(sample => sample.Name).ShouldBe(["first", "last"]);
        (read.Broken, read.Skipped).ShouldBe((1, 0));
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("+Inf")]
    [InlineData("-Inf")]
    [InlineData("Inf")]
    public void Values_that_are_not_finite_are_skipped(string value)
    {
        var read = ExpositionText.Read($"a {value}\nb 1\n");

        read.Samples.ShouldHaveSingleItem().Name.ShouldBe("b");
        (read.Lines, read.Broken, read.Skipped).ShouldBe((2, 0, 1));
    }

    [Fact]
    public void Types_decide_what_a_value_is_and_histograms_become_their_mean()
    {
        const string text = """
            # HELP requests_total Requests. # TYPE requests_total gauge
            # TYPE requests_total counter
            requests_total{code="200"} 10
            # TYPE jobs counter
            jobs_total 3
            # TYPE seconds histogram
            seconds_bucket{le="1"} 3
            seconds_bucket{le="+Inf"} 4
            seconds_sum{route="/"} 6
            seconds_count{route="/"} 4
            seconds_sum{route="/none"} 0
            seconds_count{route="/none"} 0
            # TYPE sizes summary
            sizes{quantile="0.5"} 1
            sizes_sum 9
            sizes_count 3
            # EOF
            """;

        Read(text).ShouldBe("requests_total Counter {code=200} 10; jobs_total Counter {} 3; seconds Mean {route=/} 1.5; sizes Mean {} 3");
    }

    [Fact]
    public void Lines_and_labels_are_limited()
    {
        var many = ExpositionText.Read(string.Join('\n', Enumerable.Repeat("a 1", ExpositionText.MaxLines + 5)));
        var labels = string.Join(',', Enumerable.Range(0, 21).Select(number => string.Create(CultureInfo.InvariantCulture, $"l{number}=\"x\"")));
        var tooLong = ExpositionText.Read($"{new string('a', 201)} 1\nb{{x=\"{new string('x', 1_001)}\"}} 1\nc{{{labels}}} 1");

        (many.Samples.Count, many.Broken).ShouldBe((ExpositionText.MaxLines, 5));
        (tooLong.Samples.Count, tooLong.Broken).ShouldBe((0, 3));
        ExpositionText.Read("").Samples.ShouldBeEmpty();
    }

    private static string Read(string text) =>
        string.Join(
            "; ",
            ExpositionText
                .Read(text)
                .Samples.Select(sample =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{sample.Name} {sample.Kind} {{{string.Join(',', sample.Labels.Select(label => $"{label.Key}={label.Value}"))}}} {sample.Value}{(sample.At is { } at ? $" @{at:yyyy-MM-dd}" : "")}"
                    )
                )
        );
}
