//! Formulas of social and health science as they are to be heard.

use typst::introspection::Tag;
use typst::layout::FrameItem;
use typst::math::EquationElem;

use crate::typeset::pages::walk;
use crate::typeset::sandbox::Sandbox;
use crate::typeset::speech::spoken;

/// LaTeX as it stands in Markdown, and what is heard.
const LATEX: &[(&str, &str)] = &[
    // Agreement and measurement.
    (
        r"\kappa = \frac{p_o - p_e}{1 - p_e}",
        "kappa equals p sub o minus p sub e, over 1 minus p sub e",
    ),
    (
        r"\kappa = \frac{p_o - p_e}{1 - p_e} = \frac{0.91 - 0.59}{1 - 0.59} = 0.78",
        "kappa equals p sub o minus p sub e, over 1 minus p sub e, equals 0.91 minus 0.59, over 1 minus 0.59, equals 0.78",
    ),
    (
        r"\alpha = \frac{k}{k-1}\left(1 - \frac{\sum_{i=1}^{k} \sigma^2_i}{\sigma^2_X}\right)",
        "alpha equals the fraction k, over k minus 1, end fraction, times open bracket 1 minus the fraction the sum from i equals 1 to k of sigma sub i squared, over sigma sub capital X squared, end fraction close bracket",
    ),
    (r"p_o = 0.91", "p sub o equals 0.91"),
    (r"X = T + E", "capital X equals capital T plus capital E"),
    (
        r"r_{xx'} = \frac{\sigma^2_T}{\sigma^2_X}",
        "r sub x x prime equals sigma sub capital T squared, over sigma sub capital X squared",
    ),
    (r"\omega_h", "omega sub h"),
    (
        r"\mathrm{ICC} = \frac{\sigma_b^2}{\sigma_b^2 + \sigma_w^2}",
        "ICC equals sigma sub b squared, over sigma sub b squared plus sigma sub w squared",
    ),
    (
        r"P_i(\theta) = \frac{1}{1 + e^{-a_i(\theta - b_i)}}",
        "capital P sub i open bracket theta close bracket equals 1, over 1 plus e to the power minus a sub i open bracket theta minus b sub i close bracket end power",
    ),
    // Means, spread, tests.
    (
        r"\bar{x} = \frac{1}{n}\sum_{i=1}^n x_i",
        "x bar equals 1 over n times the sum from i equals 1 to n of x sub i",
    ),
    (
        r"s = \sqrt{\frac{\sum (x_i - \bar{x})^2}{n-1}}",
        "s equals the square root of the sum of open bracket x sub i minus x bar close bracket squared, over n minus 1 end root",
    ),
    (
        r"z = \frac{x - \mu}{\sigma}",
        "z equals x minus mu, over sigma",
    ),
    (
        r"t = \frac{\bar{x}_1 - \bar{x}_2}{\sqrt{\frac{s_1^2}{n_1} + \frac{s_2^2}{n_2}}}",
        "t equals x bar sub 1 minus x bar sub 2, over the square root of the fraction s sub 1 squared, over n sub 1, end fraction, plus the fraction s sub 2 squared, over n sub 2, end fraction end root",
    ),
    (
        r"\chi^2 = \sum \frac{(O - E)^2}{E}",
        "chi squared equals the sum of the fraction open bracket capital O minus capital E close bracket squared, over capital E, end fraction",
    ),
    (
        r"F(2, 27) = 4.5, p < 0.05",
        "capital F open bracket 2, 27 close bracket equals 4.5, p is less than 0.05",
    ),
    (r"p < 0.001", "p is less than 0.001"),
    (
        r"d = \frac{M_1 - M_2}{SD}",
        "d equals capital M sub 1 minus capital M sub 2, over capital S capital D",
    ),
    (r"r = -0.43", "r equals minus 0.43"),
    (r"R^2 = 0.61", "capital R squared equals 0.61"),
    (
        r"\bar{x} \pm 1.96 \frac{s}{\sqrt{n}}",
        "x bar plus or minus 1.96 times the fraction s, over the square root of n, end fraction",
    ),
    (
        r"H_0: \mu_1 = \mu_2",
        "capital H sub 0: mu sub 1 equals mu sub 2",
    ),
    (
        r"X \sim N(\mu, \sigma^2)",
        "capital X is distributed as capital N open bracket mu, sigma squared close bracket",
    ),
    (
        r"P(A|B) = \frac{P(B|A)P(A)}{P(B)}",
        "capital P open bracket capital A given capital B close bracket equals capital P open bracket capital B given capital A close bracket capital P open bracket capital A close bracket, over capital P open bracket capital B close bracket",
    ),
    (
        r"\binom{n}{k} p^k (1-p)^{n-k}",
        "n choose k p to the power k open bracket 1 minus p close bracket to the power n minus k end power",
    ),
    (
        r"|x - y| \le \epsilon",
        "the absolute value of x minus y end absolute value is less than or equal to epsilon",
    ),
    (
        r"n! \approx \sqrt{2\pi n}",
        "n factorial is approximately equal to the square root of 2 pi n",
    ),
    (r"\hat{p} = 0.4", "p hat equals 0.4"),
    (r"40.5\%", "40.5 percent"),
    (r"n = 167/412", "n equals 167 divided by 412"),
    // Regression.
    (
        r"y_i = \beta_0 + \beta_1 x_i + \varepsilon_i",
        "y sub i equals beta sub 0 plus beta sub 1 x sub i plus epsilon sub i",
    ),
    (
        r"\hat{\beta} = (X^\top X)^{-1} X^\top y",
        "beta hat equals open bracket capital X transposed capital X close bracket to the power minus 1 capital X transposed y",
    ),
    (
        r"\ln\left(\frac{p}{1-p}\right) = \beta_0 + \beta_1 x",
        "natural log open bracket p, over 1 minus p close bracket equals beta sub 0 plus beta sub 1 x",
    ),
    (
        r"\operatorname{logit}(p) = \log \frac{p}{1-p}",
        "logit open bracket p close bracket equals log of the fraction p, over 1 minus p, end fraction",
    ),
    (
        r"\mathrm{Var}(X) = E[X^2] - (E[X])^2",
        "Var open bracket capital X close bracket equals capital E open square bracket capital X squared close square bracket minus open bracket capital E open square bracket capital X close square bracket close bracket squared",
    ),
    (
        r"Y_{it} = \alpha_i + \gamma_t + \delta D_{it}",
        "capital Y sub i t equals alpha sub i plus gamma sub t plus delta capital D sub i t",
    ),
    (r"\hat{y} = 3.2 + 0.4x", "y hat equals 3.2 plus 0.4 x"),
    (
        r"u_j \sim N(0, \tau^2)",
        "u sub j is distributed as capital N open bracket 0, tau squared close bracket",
    ),
    // Epidemiology.
    (
        r"OR = \frac{ad}{bc}",
        "capital O capital R equals a d over b c",
    ),
    (
        r"RR = \frac{a/(a+b)}{c/(c+d)}",
        "capital R capital R equals a divided by open bracket a plus b close bracket, over c divided by open bracket c plus d close bracket",
    ),
    (
        r"\mathrm{NNT} = \frac{1}{ARR}",
        "NNT equals 1 over capital A capital R capital R",
    ),
    (
        r"R_0 = \frac{\beta}{\gamma}",
        "capital R sub 0 equals beta over gamma",
    ),
    (
        r"\frac{dS}{dt} = -\beta S I",
        "d capital S over d t equals minus beta capital S capital I",
    ),
    (
        r"S(t) = e^{-\lambda t}",
        "capital S open bracket t close bracket equals e to the power minus lambda t end power",
    ),
    (
        r"\lambda(t|x) = \lambda_0(t) \exp(\beta^T x)",
        "lambda open bracket t given x close bracket equals lambda sub 0 open bracket t close bracket exponential open bracket beta transposed x close bracket",
    ),
    (
        r"\hat{S}(t) = \prod_{t_i \leq t} \left(1 - \frac{d_i}{n_i}\right)",
        "capital S hat open bracket t close bracket equals the product over t sub i is less than or equal to t of open bracket 1 minus the fraction d sub i, over n sub i, end fraction close bracket",
    ),
    (
        r"\text{sensitivity} = \frac{TP}{TP + FN}",
        "sensitivity equals capital T capital P, over capital T capital P plus capital F capital N",
    ),
    (
        r"\text{PPV} = \frac{\text{true positives}}{\text{all positives}}",
        "PPV equals true positives over all positives",
    ),
    (r"95\%\ \text{CI}", "95 percent CI"),
    // Economics and decisions.
    (
        r"\mathrm{ICER} = \frac{C_1 - C_0}{E_1 - E_0}",
        "ICER equals capital C sub 1 minus capital C sub 0, over capital E sub 1 minus capital E sub 0",
    ),
    (
        r"NPV = \sum_{t=0}^{T} \frac{C_t}{(1+r)^t}",
        "capital N capital P capital V equals the sum from t equals 0 to capital T of the fraction capital C sub t, over open bracket 1 plus r close bracket to the power t, end fraction",
    ),
    (
        r"\max_{x \in X} U(x)",
        "the maximum over x is in capital X end sub of capital U open bracket x close bracket",
    ),
    (
        r"\lim_{n \to \infty} \frac{1}{n}",
        "the limit as n goes to infinity end sub of 1 over n",
    ),
    (
        r"\int_0^1 f(x)\,dx",
        "the integral from 0 to 1 of f open bracket x close bracket d x",
    ),
    (
        r"E = -\frac{\partial Q}{\partial P}\frac{P}{Q}",
        "capital E equals minus partial capital Q over partial capital P times capital P over capital Q",
    ),
    (
        r"G = 1 - 2\int_0^1 L(p)\,dp",
        "capital G equals 1 minus 2 times the integral from 0 to 1 of capital L open bracket p close bracket d p",
    ),
    (
        r"x \in \mathbb{R}^n",
        "x is in the real numbers to the power n",
    ),
    (
        r"A \cup B \subseteq \Omega",
        "capital A union capital B is a subset of or equal to capital omega",
    ),
    (
        r"I^2 = \frac{Q - df}{Q} \times 100\%",
        "capital I squared equals the fraction capital Q minus d f, over capital Q, end fraction, times 100 percent",
    ),
    (r"\beta = .34", "beta equals .34"),
    (
        r"\text{OR} = 1.8\ (95\%\ \text{CI}\ 1.2\text{--}2.7)",
        "OR equals 1.8 open bracket 95 percent CI 1.2 to 2.7 close bracket",
    ),
    (r"\lVert x \rVert_2^2", "the norm of x, sub 2 squared"),
    // Forms.
    (
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
        "the 2 by 2 matrix: row 1: a, b; row 2: c, d; end matrix",
    ),
    (
        r"f(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
        "f open bracket x close bracket equals the cases: 1 if x is greater than 0; 0 otherwise, end cases",
    ),
    (
        r"x^2 + y^3 = z_{i+1}",
        "x squared plus y cubed equals z sub i plus 1 end sub",
    ),
    (
        r"f''(x) = \sqrt[3]{x}",
        "f double prime open bracket x close bracket equals the cube root of x",
    ),
    (
        r"\overline{AB} + \vec{v}",
        "capital A capital B bar plus v vector",
    ),
];

/// Typst as it stands in a chapter, and what is heard.
const TYPST: &[(&str, &str)] = &[
    (
        "$kappa = (p_o - p_e) / (1 - p_e)$",
        "kappa equals p sub o minus p sub e, over 1 minus p sub e",
    ),
    (
        "$macron(x) = 1/n sum_(i=1)^n x_i$",
        "x bar equals 1 over n times the sum from i equals 1 to n of x sub i",
    ),
    (
        "$P(A|B) != P(A)$",
        "capital P open bracket capital A given capital B close bracket does not equal capital P open bracket capital A close bracket",
    ),
    (
        "$vec(a, b) dot bold(x)$",
        "the vector a, b, end vector times bold x",
    ),
    ("$binom(n, k)$", "n choose k"),
    (
        "$\"rate\" = cases(1 \"if\" x > 0, 0 \"else\")$",
        "rate equals the cases: 1 if x is greater than 0; 0 else, end cases",
    ),
    ("$ a &= b \\ c &= d $", "a equals b; c equals d"),
    (
        "$underbrace(a + b, \"total\")$",
        "a plus b, with total below",
    ),
    (
        "$x arrow.r 0, quad y in RR$",
        "x goes to 0, y is in the real numbers",
    ),
    (
        "$norm(x) <= abs(y) < floor(z)$",
        "the norm of x is less than or equal to the absolute value of y is less than the floor of z",
    ),
    ("$5 \"mg\" slash \"kg\"$", "5 mg divided by kg"),
    ("$#math.equation(alt: \"no\", $x$)$", "x"),
    ("$$", ""),
];

fn heard(chapter: &str, name: &str) -> Vec<String> {
    let sandbox = Sandbox::new(&format!("#include \"/{name}\"")).file(name, chapter);
    let (_, typeset) = sandbox.typeset();
    let mut found = Vec::new();
    walk(
        &typeset.document,
        &mut found,
        &mut |found, item| {
            if let FrameItem::Tag(Tag::Start(content, _)) = item
                && let Some(equation) = content.to_packed::<EquationElem>()
            {
                found.push(spoken(&equation.body));
            }
        },
        &mut |_, _| {},
    );
    found
}

#[test]
fn formulas_in_latex_are_heard_as_somebody_reads_them() {
    let lines: Vec<String> = LATEX
        .iter()
        .map(|(tex, _)| format!("${tex}$\n\n"))
        .collect();
    let heard = heard(&format!("# A\n\n{}", lines.concat()), "a.md");
    assert_eq!(heard.len(), LATEX.len());
    let mut wrong = Vec::new();
    for ((tex, expected), heard) in LATEX.iter().zip(&heard) {
        if heard != expected {
            wrong.push(format!("{tex}\n  heard    {heard}\n  expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(LATEX.len() >= 60);
}

#[test]
fn formulas_in_typst_are_heard_as_somebody_reads_them() {
    for (typst, expected) in TYPST {
        let heard = heard(&format!("= A\n\n{typst}\n"), "a.typ");
        assert_eq!(
            heard.first().map_or("", String::as_str),
            *expected,
            "{typst}"
        );
    }
}
